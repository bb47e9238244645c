package io.cornu.models.data;

import io.cornu.data.Array;
import io.cornu.data.Batch;
import io.cornu.data.DataFileException;
import io.cornu.data.Dataset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An array and what errors call it.
 *
 * @param name the file, and the array in it
 * @param array the numbers
 */
record NamedArray(String name, Array array) {
    static Dataset pair(List<NamedArray> inputs, NamedArray target, List<String> classNames) throws DataFileException {
        NamedArray first = inputs.get(0);
        for (NamedArray each : Stream.concat(inputs.stream(), Stream.of(target)).toList()) {
            if (each.array.shape().numDimensions() == 0 || each.array.shape().get(0) == 0) {
                throw new DataFileException(
                        each.name, "expected one row an example, at least one, received " + each.array + ".");
            }
            if (each.array.shape().get(0) != first.array.shape().get(0)) {
                throw new DataFileException(
                        each.name,
                        "expected " + first.array.shape().get(0) + " rows, one for each of " + first.name
                                + ", received " + each.array + ".");
            }
        }
        List<Array> arrays = inputs.stream().map(NamedArray::array).toList();
        Dataset dataset = Dataset.of(new Batch(arrays, List.of(target.array), Optional.empty()));
        return classNames.isEmpty() ? dataset : dataset.withClassNames(classNames);
    }
}
