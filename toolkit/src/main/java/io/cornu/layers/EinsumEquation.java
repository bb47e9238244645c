package io.cornu.layers;

import io.cornu.text.Arguments;
import io.cornu.text.Shapes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tensorflow.ndarray.Shape;

/**
 * An equation of {@link EinsumDense}: the letters of the dimensions of input, kernel and output.
 *
 * @param input of the dimensions that have letters
 * @param kernel of all dimensions
 * @param output of the dimensions that have letters
 * @param ellipsis where input and output have dimensions without letters
 */
record EinsumEquation(String input, String kernel, String output, Ellipsis ellipsis) {
    private static final String DOTS = "(\\.\\.\\.)?";
    private static final Pattern FORM =
            Pattern.compile(DOTS + "([a-zA-Z]+)" + DOTS + ",([a-zA-Z]+)->" + DOTS + "([a-zA-Z]+)" + DOTS);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /** Where the dimensions without letters stand. */
    enum Ellipsis {
        NONE,
        LEFT,
        RIGHT
    }

    /** What an equation makes of the shape of an input. */
    record Sizes(Shape kernel, long fanIn, long fanOut, Shape output) {}

    static EinsumEquation parse(String text) {
        Matcher matcher = FORM.matcher(text);
        Arguments.require(
                matcher.matches() && hasEllipsesOfOneKind(matcher),
                "EinsumDense",
                "equation must be like 'ab,bc->ac', '...ab,bc->...ac' or 'ab...,bc->ac...'",
                "'" + text + "'");
        Ellipsis ellipsis =
                matcher.group(1) != null ? Ellipsis.LEFT : matcher.group(3) != null ? Ellipsis.RIGHT : Ellipsis.NONE;
        EinsumEquation equation = new EinsumEquation(matcher.group(2), matcher.group(4), matcher.group(6), ellipsis);
        Arguments.require(
                List.of(equation.input, equation.kernel, equation.output).stream()
                        .allMatch(letters -> letters.chars().distinct().count() == letters.length()),
                "EinsumDense",
                "equation must name each dimension of an operand once",
                "'" + text + "'");
        requireLetters(equation.output, equation.input + equation.kernel, text);
        requireLetters(equation.kernel, equation.input + equation.output, text);
        return equation;
    }

    private static boolean hasEllipsesOfOneKind(Matcher matcher) {
        boolean isLeft = matcher.group(1) != null && matcher.group(5) != null;
        boolean isRight = matcher.group(3) != null && matcher.group(7) != null;
        long ellipses =
                IntStream.of(1, 3, 5, 7).filter(i -> matcher.group(i) != null).count();
        // The first dimension is the batch, so an ellipsis on the right needs another letter before it.
        return ellipses == 0
                || ellipses == 2 && (isLeft || isRight && matcher.group(2).length() > 1);
    }

    private static void requireLetters(String letters, String known, String text) {
        Arguments.require(
                letters.chars().allMatch(letter -> known.indexOf(letter) >= 0),
                "EinsumDense",
                "equation must name dimensions of the kernel and of the output twice, once in another operand",
                "'" + text + "'");
    }

    /** The sizes of kernel and output, from those of the input and what is stated of the output. */
    Sizes sizes(Shape inputShape, List<Integer> stated) {
        int elided = elided(inputShape);
        long[] dimensions = outputs(inputShape, stated, elided);
        int start = ellipsis == Ellipsis.LEFT ? elided : 0;
        if (dimensions.length != elided + output.length()) {
            throw new LayerShapeException(
                    "expected an output shape of " + (elided + output.length() - dimensions.length + stated.size())
                            + " size(s) for the equation, received " + stated,
                    "State a size for every letter of the output but the batch, -1 where it follows from the input.");
        }
        for (int i = 0; i < output.length(); i++) {
            int place = input.indexOf(output.charAt(i));
            if (place >= 0) {
                long size = inputShape.get(start + place);
                if (dimensions[start + i] != Shape.UNKNOWN_SIZE && dimensions[start + i] != size) {
                    throw new LayerShapeException(
                            "expected a size of " + dimensions[start + i] + " along dimension '" + output.charAt(i)
                                    + "', received " + Shapes.text(inputShape),
                            "Change the input, or the output shape.");
                }
                dimensions[start + i] = size;
            }
        }
        return kernel(inputShape, dimensions, start);
    }

    private Sizes kernel(Shape inputShape, long[] outputs, int start) {
        long[] sizes = new long[kernel.length()];
        long fanIn = 1;
        long fanOut = 1;
        for (int i = 0; i < sizes.length; i++) {
            int place = output.indexOf(kernel.charAt(i));
            sizes[i] = place >= 0 ? outputs[start + place] : inputShape.get(start + input.indexOf(kernel.charAt(i)));
            if (sizes[i] == Shape.UNKNOWN_SIZE) {
                throw new LayerShapeException(
                        "expected a known size of the kernel's dimension '" + kernel.charAt(i) + "', received "
                                + Shapes.text(inputShape),
                        "State it in Input.of(...) or in the output shape.");
            }
            if (place >= 0) {
                fanOut *= sizes[i];
            } else {
                fanIn *= sizes[i];
            }
        }
        return new Sizes(Shape.of(sizes), fanIn, fanOut, Shape.of(outputs));
    }

    /** The shape of a bias over some of the output's dimensions. */
    Shape bias(String axes, Shape inputShape, Shape outputShape) {
        int elided = elided(inputShape);
        int start = ellipsis == Ellipsis.LEFT ? elided : 0;
        int first = IntStream.range(0, output.length())
                .filter(i -> axes.indexOf(output.charAt(i)) >= 0)
                .findFirst()
                .orElseThrow();
        long[] sizes = IntStream.range(first, output.length() + (ellipsis == Ellipsis.RIGHT ? elided : 0))
                .mapToLong(i ->
                        i < output.length() && axes.indexOf(output.charAt(i)) >= 0 ? outputShape.get(start + i) : 1)
                .toArray();
        if (IntStream.range(0, sizes.length).anyMatch(i -> sizes[i] == Shape.UNKNOWN_SIZE)) {
            throw new LayerShapeException(
                    "expected known sizes along the bias axes '" + axes + "', received " + Shapes.text(outputShape),
                    "State them in the output shape.");
        }
        return Shape.of(sizes);
    }

    /** The equation with a letter for every dimension; TensorFlow differentiates that without having to guess ranks. */
    String spelledOut(Shape inputShape) {
        String used = input + kernel + output;
        String free = LETTERS.chars()
                .filter(letter -> used.indexOf(letter) < 0)
                .limit(elided(inputShape))
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
        return ellipsis == Ellipsis.LEFT
                ? free + input + "," + kernel + "->" + free + output
                : input + free + "," + kernel + "->" + output + free;
    }

    private int elided(Shape inputShape) {
        int elided = inputShape.numDimensions() - input.length();
        if (elided < 0 || ellipsis == Ellipsis.NONE && elided > 0) {
            throw new LayerShapeException(
                    "expected input of " + (ellipsis == Ellipsis.NONE ? "" : "at least ") + input.length()
                            + " dimension(s) for the equation, received " + Shapes.text(inputShape),
                    "Add Reshape before it, or write '...' for further dimensions.");
        }
        return elided;
    }

    /** The batch, what is stated, and the sizes of the input where there are no letters. */
    private long[] outputs(Shape inputShape, List<Integer> stated, int elided) {
        LongStream sizes = LongStream.of(inputShape.get(0));
        if (ellipsis == Ellipsis.LEFT) {
            sizes = LongStream.concat(
                    sizes, IntStream.range(1, Math.max(1, elided)).mapToLong(inputShape::get));
        }
        sizes = LongStream.concat(sizes, stated.stream().mapToLong(Integer::longValue));
        if (ellipsis == Ellipsis.RIGHT) {
            int rank = inputShape.numDimensions();
            sizes = LongStream.concat(
                    sizes, IntStream.range(rank - elided, rank).mapToLong(inputShape::get));
        }
        return sizes.toArray();
    }
}
