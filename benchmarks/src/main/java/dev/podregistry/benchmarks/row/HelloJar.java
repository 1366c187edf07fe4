package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.process.Hello;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A jar with one class, which says hello. */
final class HelloJar {

    private HelloJar() {}

    static Path make(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Hello.class.getName());
        String name = Hello.class.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve("hello.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = Hello.class.getResourceAsStream("Hello.class")) {
            if (code == null) {
                throw new IllegalStateException("there is no " + name);
            }
            out.putNextEntry(new JarEntry(name));
            code.transferTo(out);
            out.closeEntry();
        }
        return jar;
    }
}
