package io.caxton.server.web;

import io.caxton.server.push.HangUpValve;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Http2;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Lets state keys through as they are, makes Tomcat's own refusals problems too, and bounds HTTP/2. */
@Component
final class TomcatSettings implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        // After the properties were read: what they say of HTTP/2 counts, but it is this one.
        Http2 asked = factory.getHttp2();
        boolean http2 = asked != null && asked.isEnabled();
        factory.setHttp2(new Http2());
        factory.addConnectorCustomizers(connector -> {
            if (http2) {
                connector.addUpgradeProtocol(new PlainHttp2());
            }
            connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
            connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
        });
        factory.addEngineValves(new HangUpValve());
        factory.addContextCustomizers(context -> {
            StandardHost host = (StandardHost) context.getParent();
            host.setErrorReportValveClass(ProblemReportValve.class.getName());
        });
    }
}
