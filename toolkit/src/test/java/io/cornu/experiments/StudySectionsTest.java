package io.cornu.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.tuning.RandomSearch;
import io.cornu.tuning.Study;
import io.cornu.tuning.StudyResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudySectionsTest {
    private static final Study STUDY =
            Study.minimize("study").withSampler(RandomSearch.of()).withSeed(1);

    private static void requireWritten(StudyResult result, Path folder) throws IOException {
        Report report = Report.of("Search", "test");
        List<Section> sections = StudySections.of(result, "loss");
        for (Section section : sections) {
            report = report.plus(section);
        }
        report.write(folder);
        assertThat(folder.resolve("trials.csv")).exists();
    }

    @Test
    void infiniteValuesAreReported(@TempDir Path folder) throws IOException {
        requireWritten(
                STUDY.optimize(14, trial -> {
                    double rate = trial.logFloat("rate", 1e-3, 1);
                    return trial.number() % 3 == 0 ? Double.POSITIVE_INFINITY : rate + trial.floating("y", 0, 1);
                }),
                folder.resolve("some"));
        requireWritten(
                STUDY.optimize(12, trial -> {
                    trial.logFloat("rate", 1e-3, 1);
                    trial.floating("y", 0, 1);
                    return Double.POSITIVE_INFINITY;
                }),
                folder.resolve("all"));
    }
}
