package io.caxton.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java that README shows compiles as it is printed. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyJavaBlockCompilesAsPrinted(@TempDir Path classes) throws IOException {
        List<JavaFileObject> blocks = BLOCK.matcher(Files.readString(Path.of("..", "README.md")))
                .results()
                .<JavaFileObject>map(block -> new Block(block.group(1)))
                .toList();
        StringWriter printed = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options =
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", classes.toString());
        boolean compiled =
                compiler.getTask(printed, null, null, options, null, blocks).call();
        assertThat(blocks).isNotEmpty();
        assertThat(compiled).as(printed.toString()).isTrue();
    }

    /** A block as a source file; what it declares is not public, so that the name of the file does not matter. */
    private static final class Block extends SimpleJavaFileObject {
        private final String text;

        private Block(String text) {
            super(URI.create("string:///Block" + Integer.toHexString(text.hashCode()) + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
