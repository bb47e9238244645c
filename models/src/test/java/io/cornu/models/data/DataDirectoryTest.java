package io.cornu.models.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataDirectoryTest {
    private static final Path HOME = Path.of("/home/ada");

    @Test
    void followsTheEnvironmentThenTheCache() {
        assertThat(DataDirectory.from(Map.of("CORNU_DATA_DIR", "/data", "XDG_CACHE_HOME", "/c"), HOME)
                        .path())
                .hasToString("/data");
        assertThat(DataDirectory.from(Map.of("XDG_CACHE_HOME", "/c"), HOME).path())
                .hasToString("/c/cornu/data");
        assertThat(DataDirectory.from(Map.of("XDG_CACHE_HOME", "relative"), HOME)
                        .path())
                .hasToString("/home/ada/.cache/cornu/data");
        assertThat(DataDirectory.from(Map.of("CORNU_DATA_DIR", ""), HOME).path())
                .hasToString("/home/ada/.cache/cornu/data");
    }
}
