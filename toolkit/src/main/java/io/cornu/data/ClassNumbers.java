package io.cornu.data;

/** Class numbers, however targets or predictions say them. */
public final class ClassNumbers {
    private ClassNumbers() {}

    /**
     * The class of each example.
     *
     * @param array class numbers, of shape (examples) or (examples, 1); or one-hot targets or probabilities, of shape
     *     (examples, classes), of which the first of the largest counts
     * @return one number an example
     */
    public static int[] of(Array array) {
        int[] classes = new int[Math.toIntExact(array.shape().get(0))];
        int width = classes.length == 0 ? 1 : array.size() / classes.length;
        for (int i = 0; i < classes.length; i++) {
            classes[i] = width == 1 ? (int) Math.rint(array.at(i)) : largest(array, i * width, width);
        }
        return classes;
    }

    private static int largest(Array array, int from, int width) {
        int best = 0;
        for (int j = 1; j < width; j++) {
            if (array.at(from + j) > array.at(from + best)) {
                best = j;
            }
        }
        return best;
    }
}
