package io.caxton.server.intake;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request whose body is guarded and whose path has no parameters: a semicolon is a character like others there. */
final class GuardedRequest extends HttpServletRequestWrapper {
    private final Intake intake;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    GuardedRequest(HttpServletRequest request, Intake intake) {
        super(request);
        this.intake = intake;
    }

    @Override
    public String getRequestURI() {
        return super.getRequestURI().replace(";", "%3B");
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new GuardedStream(super.getInputStream(), intake);
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String encoding = getCharacterEncoding();
            Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
            reader = new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
        return reader;
    }
}
