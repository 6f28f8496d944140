package dev.sotto.data;

import dev.sotto.config.ServerConfig;
import dev.sotto.key.ApiKeyStore;
import dev.sotto.key.OpenedKeys;
import dev.sotto.store.sql.SqlKeys;
import dev.sotto.store.sqlite.SqliteDatabase;
import dev.sotto.store.sqlite.SqliteSettings;
import java.nio.file.Path;
import java.time.InstantSource;

/** The keys of a data folder, beside a server that may have it. */
public record DataFolderKeys(SqliteDatabase database, ApiKeyStore keyStore) implements OpenedKeys {
    /** Blocks. */
    public static DataFolderKeys open(ServerConfig config) {
        PrivateFolder.ofData(config.data().folder());
        SqliteDatabase database =
                SqliteDatabase.openBeside(SqliteSettings.in(folder(config.data())), InstantSource.system());
        PrivateFolder.ofStore(folder(config.data()));
        return new DataFolderKeys(database, new SqlKeys(database));
    }

    /** Where a server's store lies. */
    static Path folder(ServerConfig.Data data) {
        return data.folder().resolve("store");
    }

    @Override
    public void close() {
        database.close();
    }
}
