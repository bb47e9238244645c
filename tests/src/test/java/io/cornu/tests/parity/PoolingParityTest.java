package io.cornu.tests.parity;

import static io.cornu.layers.Padding.SAME;
import static io.cornu.layers.Padding.VALID;

import io.cornu.layers.AdaptiveAveragePooling1D;
import io.cornu.layers.AdaptiveAveragePooling2D;
import io.cornu.layers.AdaptiveAveragePooling3D;
import io.cornu.layers.AdaptiveMaxPooling1D;
import io.cornu.layers.AdaptiveMaxPooling2D;
import io.cornu.layers.AdaptiveMaxPooling3D;
import io.cornu.layers.AveragePooling1D;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.AveragePooling3D;
import io.cornu.layers.DataFormat;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.GlobalAveragePooling3D;
import io.cornu.layers.GlobalMaxPooling1D;
import io.cornu.layers.GlobalMaxPooling2D;
import io.cornu.layers.GlobalMaxPooling3D;
import io.cornu.layers.MaxPooling1D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.MaxPooling3D;
import io.cornu.layers.Padding;
import io.cornu.layers.Size2D;
import io.cornu.layers.Size3D;
import java.util.ArrayList;
import java.util.List;

/** Pooling of every kind: windows, strides, paddings, data formats. */
class PoolingParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        for (DataFormat format : DataFormat.values()) {
            for (Padding padding : List.of(VALID, SAME)) {
                windows(cases, padding.kerasName() + " " + format.kerasName() + " ", padding, format);
            }
            global(cases, format, false);
            global(cases, format, true);
            adaptive(cases, format);
        }
        return cases;
    }

    private static void windows(List<LayerCase> cases, String ending, Padding padding, DataFormat format) {
        for (int size = 2; size <= 3; size++) {
            for (int stride = 1; stride <= 3; stride++) {
                String numbers = ending + size + " stride " + stride;
                cases.add(sequence("MaxPooling1D " + numbers, new MaxPooling1D(size, stride, padding, format)));
                cases.add(sequence("AveragePooling1D " + numbers, new AveragePooling1D(size, stride, padding, format)));
            }
        }
        cases.add(image("MaxPooling2D " + ending, new MaxPooling2D(Size2D.of(2, 3), Size2D.of(2, 1), padding, format)));
        cases.add(image(
                "AveragePooling2D " + ending, new AveragePooling2D(Size2D.of(3, 2), Size2D.of(1, 2), padding, format)));
        // Python dies where a window moves by more than it covers, see Pooling.
        for (Size3D size : List.of(Size3D.cube(3), Size3D.of(3, 2, 2))) {
            for (Size3D stride : List.of(Size3D.cube(1), Size3D.of(2, 2, 1), Size3D.of(3, 1, 2))) {
                String numbers = ending + size + " " + stride;
                cases.add(volume("MaxPooling3D " + numbers, new MaxPooling3D(size, stride, padding, format)));
                cases.add(volume("AveragePooling3D " + numbers, new AveragePooling3D(size, stride, padding, format)));
            }
        }
    }

    private static void global(List<LayerCase> cases, DataFormat format, boolean keep) {
        String ending = format.kerasName() + (keep ? " kept" : "");
        cases.add(sequence("GlobalAveragePooling1D " + ending, new GlobalAveragePooling1D(format, keep)));
        cases.add(sequence("GlobalMaxPooling1D " + ending, new GlobalMaxPooling1D(format, keep)));
        cases.add(image("GlobalAveragePooling2D " + ending, new GlobalAveragePooling2D(format, keep)));
        cases.add(image("GlobalMaxPooling2D " + ending, new GlobalMaxPooling2D(format, keep)));
        cases.add(volume("GlobalAveragePooling3D " + ending, new GlobalAveragePooling3D(format, keep)));
        cases.add(volume("GlobalMaxPooling3D " + ending, new GlobalMaxPooling3D(format, keep)));
    }

    /** As many windows as positions, fewer and more; with and without windows of two sizes. */
    private static void adaptive(List<LayerCase> cases, DataFormat format) {
        String ending = " " + format.kerasName() + " ";
        for (int size : new int[] {1, 2, 3, 4, 7, 9}) {
            cases.add(sequence("AdaptiveAveragePooling1D" + ending + size, new AdaptiveAveragePooling1D(size, format)));
            // Keras' largest of one window kills Python; SpatialContractTest has ours.
            if (size > 1) {
                cases.add(sequence("AdaptiveMaxPooling1D" + ending + size, new AdaptiveMaxPooling1D(size, format)));
            }
        }
        for (Size2D size : List.of(Size2D.square(1), Size2D.of(3, 2), Size2D.of(8, 5), Size2D.of(2, 10))) {
            cases.add(image("AdaptiveAveragePooling2D" + ending + size, new AdaptiveAveragePooling2D(size, format)));
            if (!size.equals(Size2D.square(1))) {
                cases.add(image("AdaptiveMaxPooling2D" + ending + size, new AdaptiveMaxPooling2D(size, format)));
            }
        }
        for (Size3D size : List.of(Size3D.cube(2), Size3D.of(1, 4, 3), Size3D.of(5, 6, 7))) {
            cases.add(volume("AdaptiveAveragePooling3D" + ending + size, new AdaptiveAveragePooling3D(size, format)));
            cases.add(volume("AdaptiveMaxPooling3D" + ending + size, new AdaptiveMaxPooling3D(size, format)));
        }
    }
}
