package io.cornu.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VersionsTest {
    @Test
    void buildFillsInTheVersions() {
        assertThat(Versions.current().cornu()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(Versions.current().tensorFlowJava()).matches("\\d+\\.\\d+\\.\\d+.*");
    }
}
