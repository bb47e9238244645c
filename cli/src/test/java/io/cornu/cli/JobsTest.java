package io.cornu.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsTest {
    @ParameterizedTest
    @CsvSource({
        // trainings, cores, threads asked for, jobs, threads
        "4, 2, 0, 2, 1",
        "1, 2, 0, 1, 2",
        "4, 16, 0, 4, 4",
        "3, 16, 0, 3, 5",
        "40, 16, 0, 16, 1",
        "4, 1, 0, 1, 1",
        "4, 16, 8, 2, 8",
        "4, 2, 8, 1, 8",
        "40, 16, 1, 16, 1"
    })
    void sharesOutTheCores(int trainings, int cores, int asked, int jobs, int threads) {
        assertThat(Jobs.of(trainings, cores, false, null, asked)).isEqualTo(new Jobs(jobs, threads));
    }

    @Test
    void threadsDoNotDependOnJobs() {
        for (int jobs = 1; jobs < 6; jobs++) {
            assertThat(Jobs.of(4, 16, false, jobs, 0)).isEqualTo(new Jobs(jobs, 4));
        }
    }

    @Test
    void aGpuIsForOne() {
        assertThat(Jobs.of(4, 16, true, null, 0)).isEqualTo(new Jobs(1, 0));
        assertThat(Jobs.of(4, 16, true, 3, 2)).isEqualTo(new Jobs(3, 2));
    }
}
