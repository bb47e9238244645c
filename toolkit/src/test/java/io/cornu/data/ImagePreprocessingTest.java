package io.cornu.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.ImagePreprocessing.ChannelOrder;
import io.cornu.data.ImagePreprocessing.Resampling;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImagePreprocessingTest {
    /**
     * From tensorflow-cpu 2.18.0: {@code x = np.array([(i*37+11)%256 for i in range(24)], "uint8").reshape(1,3,4,2)};
     * {@code tf.image.resize(x, size, method, antialias=...)}, rounded to four digits.
     */
    static Stream<Arguments> sizes() {
        return Stream.of(
                Arguments.of(Resampling.NEAREST, 2, 3, "11 48 159 196 233 14 91 128 239 20 57 94"),
                Arguments.of(
                        Resampling.NEAREST,
                        5,
                        2,
                        "85 122 233 14 85 122 233 14 125 162 17 54 165 202 57 94 165 202 57 94"),
                Arguments.of(
                        Resampling.BILINEAR,
                        2,
                        3,
                        "33.3333 70.3333 132 169 177.3333 54.3333 93.3333 130.3333 192 133 77.3333 82.3333"),
                Arguments.of(
                        Resampling.BILINEAR,
                        5,
                        2,
                        "48 85 196 105 64 101 160.8 121 88 125 108 145 112 149 132 92.2 128 165 148 57"),
                Arguments.of(
                        Resampling.BILINEAR_ANTIALIASED,
                        2,
                        3,
                        "48.2 85.2 137 174 158.6 83.6 98.2 135.2 187 144 96.6 85.6"),
                Arguments.of(
                        Resampling.BILINEAR_ANTIALIASED,
                        5,
                        2,
                        "63.8572 100.8572 180.1429 107.4286 79.8572 116.8572 152.2572 123.4286 103.8572 140.8572 "
                                + "110.4286 147.4286 127.8572 142.9143 134.4286 105.6 143.8572 144.2857 150.4286 "
                                + "77.7143"));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void resizesAsTensorFlowDoes(Resampling resampling, int height, int width, String expected) {
        Array resized = ImagePreprocessing.of().withResampling(resampling).apply(images(), height, width);
        assertThat(resized.shape().asArray()).containsExactly(1, height, width, 2);
        String[] numbers = expected.split(" ", -1);
        assertThat(resized.size()).isEqualTo(numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            assertThat(resized.at(i)).isCloseTo(Double.parseDouble(numbers[i]), within(1e-4));
        }
    }

    @Test
    void scalesEveryChannelInTheNetworksOrder() {
        Array pixels = Array.of(new byte[] {0, 100, (byte) 200}, 1, 1, 1, 3);
        ImagePreprocessing caffe = ImagePreprocessing.of()
                .withChannelOrder(ChannelOrder.BGR)
                .withScale(0.5)
                .withOffset(1)
                .withMean(List.of(1.0, 2.0, 3.0))
                .withDeviation(List.of(2.0, 1.0, 4.0));
        // (200/2 + 1 - 1) / 2, (100/2 + 1 - 2) / 1, (0/2 + 1 - 3) / 4
        assertThat(caffe.apply(pixels, 1, 1).toDoubles()).containsExactly(50, 49, -0.5);
    }

    @Test
    void takesOverTheScalingOfTheTrainingData() {
        Array pixels = Array.of(new byte[] {10, 30}, 2, 1, 1, 1);
        FittedScaling fitted = Scaling.standardize().fit(Dataset.of(pixels, Array.of(new int[] {0, 1})));
        // Mean 20 and deviation 10.
        assertThat(ImagePreprocessing.of(fitted).apply(pixels, 1, 1).toDoubles())
                .containsExactly(-1, 1);
        assertThat(ImagePreprocessing.of(new FittedScaling(List.of()))).isEqualTo(ImagePreprocessing.of());
    }

    @Test
    void badInputIsRefused() {
        ImagePreprocessing three = ImagePreprocessing.of().withMean(List.of(1.0, 2.0, 3.0));
        assertThatThrownBy(() -> three.apply(images(), 2, 2)).hasMessageContaining("3 channels");
        assertThatThrownBy(() -> ImagePreprocessing.of().apply(Array.of(new float[4], 1, 2, 2, 1), 2, 2))
                .hasMessageContaining("uint8");
        assertThatThrownBy(() ->
                        ImagePreprocessing.of().withResampling(Resampling.NONE).apply(images(), 2, 2))
                .hasMessageContaining("height 2 and width 2")
                .hasMessageContaining("height 3 and width 4");
        assertThatThrownBy(() -> ImagePreprocessing.of().withDeviation(List.of(0.0)))
                .hasMessageContaining("deviation");
        assertThatThrownBy(() -> three.withDeviation(List.of(1.0, 2.0))).hasMessageContaining("as many as mean, 3");
        assertThatThrownBy(() -> ImagePreprocessing.of().withMean(List.of())).hasMessageContaining("mean");
        assertThatThrownBy(() -> ImagePreprocessing.of().withScale(Double.NaN)).hasMessageContaining("scale");
    }

    private static Array images() {
        byte[] pixels = new byte[24];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37 + 11);
        }
        return Array.of(pixels, 1, 3, 4, 2);
    }
}
