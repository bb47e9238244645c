package io.cornu.models.data;

import io.cornu.data.Dataset;
import java.util.List;

/**
 * A data set of the catalog.
 *
 * @param name its name there
 * @param train what to learn from: uint8 images (examples, height, width, channels), int32 classes (examples)
 * @param test what was set aside by its makers, of the same form
 * @param notes what a user should know, such as training files that are not there; one sentence each
 */
public record CatalogData(String name, Dataset train, Dataset test, List<String> notes) {
    /** Copies the notes. */
    public CatalogData {
        notes = List.copyOf(notes);
    }
}
