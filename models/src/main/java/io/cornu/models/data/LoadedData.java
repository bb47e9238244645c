package io.cornu.models.data;

import io.cornu.data.Dataset;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link DataSource} gave.
 *
 * @param train all examples, or those to learn from where the source sets some aside
 * @param test the examples that the source sets aside
 * @param notes what a user should know; one sentence each
 */
public record LoadedData(Dataset train, Optional<Dataset> test, List<String> notes) {
    /** Copies the notes. */
    public LoadedData {
        notes = List.copyOf(notes);
    }

    /**
     * The examples to evaluate on.
     *
     * @return those set aside, or all where none are
     */
    public Dataset evaluation() {
        return test.orElse(train);
    }
}
