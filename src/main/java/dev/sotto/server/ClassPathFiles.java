package dev.sotto.server;

import io.vertx.core.VertxOptions;
import io.vertx.core.file.impl.FileResolverImpl;
import io.vertx.core.spi.FileResolverFactory;
import io.vertx.core.spi.file.FileResolver;
import java.io.File;
import java.io.IOException;
import java.util.List;

/**
 * Has Vert.x look for files by relative names on the class path alone. By itself it looks first in the folder that the
 * process was started in, so that whoever can write there would decide what the server serves and which contract it keeps.
 * Found by Vert.x as a service; paths of settings are absolute.
 */
public final class ClassPathFiles implements FileResolverFactory {
    @Override
    public FileResolver resolver(VertxOptions options) {
        return new Resolver(new FileResolverImpl(options.getFileSystemOptions()));
    }

    private record Resolver(FileResolverImpl cache) implements FileResolver {
        /** A name within the private folder of copies is, for the resolver below, one of the class path. */
        @Override
        public File resolve(String name) {
            if (new File(name).isAbsolute()) {
                return cache.resolve(name);
            }
            File copy = new File(cache.cacheDir(), name);
            if (List.of(name.split("/", -1)).contains("..")) {
                return new File(cache.cacheDir(), "nothing-is-called-so");
            }
            File found = cache.resolve(copy.getPath());
            return found.isAbsolute() ? found : copy; // what is not on the class path comes back as it was asked for
        }

        @Override
        public void close() throws IOException {
            cache.close();
        }
    }
}
