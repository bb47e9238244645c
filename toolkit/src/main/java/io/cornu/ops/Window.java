package io.cornu.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a window moves over the spatial axes of a sequence, an image or a volume: one number an axis.
 *
 * @param size how far it reaches
 * @param strides how far it moves
 * @param dilation the distance between the points it looks at
 * @param padding {@code VALID} or {@code SAME}
 */
public record Window(List<Integer> size, List<Integer> strides, List<Integer> dilation, String padding) {
    /**
     * Keeps copies.
     *
     * @throws IllegalArgumentException if there is another number of strides or dilations than of sizes
     */
    public Window {
        size = List.copyOf(size);
        strides = List.copyOf(strides);
        dilation = List.copyOf(dilation);
        if (strides.size() != size.size() || dilation.size() != size.size()) {
            throw new IllegalArgumentException("Window: expected one stride and dilation an axis, received " + strides
                    + " and " + dilation + " for " + size + ".");
        }
    }

    /**
     * A window without dilation.
     *
     * @param size how far it reaches
     * @param strides how far it moves
     * @param padding {@code VALID} or {@code SAME}
     * @return the window
     */
    public static Window of(List<Integer> size, List<Integer> strides, String padding) {
        return new Window(size, strides, ones(size.size()), padding);
    }

    /**
     * The number of spatial axes.
     *
     * @return 1, 2 or 3
     */
    public int axes() {
        return size.size();
    }

    /**
     * How much of an axis one position of the window covers.
     *
     * @param axis the spatial axis, from 0
     * @return (size - 1) dilation + 1
     */
    public int reach(int axis) {
        return (size.get(axis) - 1) * dilation.get(axis) + 1;
    }

    boolean isDilated() {
        return dilation.stream().anyMatch(rate -> rate > 1);
    }

    boolean isStrided() {
        return strides.stream().anyMatch(stride -> stride > 1);
    }

    /** Whether it sees one position only. */
    boolean isPoint() {
        return size.stream().allMatch(side -> side == 1);
    }

    boolean isSame() {
        return padding.equals("SAME");
    }

    List<Integer> reaches() {
        return IntStream.range(0, axes()).mapToObj(this::reach).toList();
    }

    /** For a sequence that is treated as an image of height 1. */
    Window asImage() {
        return new Window(before(size), before(strides), before(dilation), padding);
    }

    Window withStrides(List<Integer> others) {
        return new Window(size, others, dilation, padding);
    }

    Window unstrided() {
        return withStrides(ones(axes()));
    }

    Window withoutDilation() {
        return of(size, strides, padding);
    }

    Window valid() {
        return new Window(size, strides, dilation, "VALID");
    }

    /** As TensorFlow takes it, with the axes of examples and channels around. */
    static List<Long> withBatchAndChannels(List<Integer> numbers) {
        List<Long> all = new ArrayList<>();
        all.add(1L);
        numbers.forEach(number -> all.add((long) number));
        all.add(1L);
        return all;
    }

    static List<Integer> ones(int count) {
        return Collections.nCopies(count, 1);
    }

    private static List<Integer> before(List<Integer> numbers) {
        List<Integer> all = new ArrayList<>(List.of(1));
        all.addAll(numbers);
        return all;
    }
}
