package io.cornu.model;

import static io.cornu.layers.DataFormat.CHANNELS_FIRST;
import static io.cornu.layers.DataFormat.CHANNELS_LAST;
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
import io.cornu.layers.Cropping1D;
import io.cornu.layers.Cropping2D;
import io.cornu.layers.Cropping3D;
import io.cornu.layers.DataFormat;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.GlobalAveragePooling3D;
import io.cornu.layers.GlobalMaxPooling1D;
import io.cornu.layers.GlobalMaxPooling2D;
import io.cornu.layers.GlobalMaxPooling3D;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.MaxPooling1D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.MaxPooling3D;
import io.cornu.layers.Padding;
import io.cornu.layers.Size2D;
import io.cornu.layers.Size3D;
import io.cornu.layers.UpSampling1D;
import io.cornu.layers.UpSampling2D;
import io.cornu.layers.UpSampling3D;
import io.cornu.layers.ZeroPadding1D;
import io.cornu.layers.ZeroPadding2D;
import io.cornu.layers.ZeroPadding3D;
import io.cornu.model.LayerCases.LayerCase;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Pooling, cropping, padding and upsampling. */
class SpatialContractTest extends LayerContract {
    private static final Shape STEPS = Shape.of(6, 4);
    private static final Shape IMAGE = Shape.of(5, 6, 4);
    private static final Shape VOLUME = Shape.of(4, 3, 5, 3);

    private final List<LayerCase> cases = new ArrayList<>();

    @Override
    List<LayerCase> cases() {
        cases.clear();
        windows(VALID, CHANNELS_FIRST);
        windows(SAME, CHANNELS_LAST);
        for (DataFormat format : DataFormat.values()) {
            global(format);
            adaptive(format);
            margins(format);
            upSampling(format);
        }
        return cases;
    }

    private void add(Layer layer, Shape shape) {
        cases.add(LayerCase.untied(layer, shape));
    }

    private void windows(Padding padding, DataFormat format) {
        add(new MaxPooling1D(2, 1, padding, format), STEPS);
        add(new MaxPooling1D(3, 2, padding, format), STEPS);
        add(new AveragePooling1D(2, 1, padding, format), STEPS);
        add(new AveragePooling1D(3, 2, padding, format), STEPS);
        add(new MaxPooling2D(Size2D.of(2, 3), Size2D.of(2, 1), padding, format), IMAGE);
        add(new AveragePooling2D(Size2D.of(2, 3), Size2D.of(2, 1), padding, format), IMAGE);
        for (Size3D strides : List.of(Size3D.cube(1), Size3D.of(2, 1, 3))) {
            add(new MaxPooling3D(Size3D.of(2, 1, 2), strides, padding, format), VOLUME);
            add(new AveragePooling3D(Size3D.of(2, 1, 2), strides, padding, format), VOLUME);
        }
    }

    private void global(DataFormat format) {
        boolean keep = format == CHANNELS_FIRST;
        add(new GlobalAveragePooling1D(format, keep), STEPS);
        add(new GlobalMaxPooling1D(format, keep), STEPS);
        add(new GlobalAveragePooling2D(format, keep), IMAGE);
        add(new GlobalMaxPooling2D(format, keep), IMAGE);
        add(new GlobalAveragePooling3D(format, keep), VOLUME);
        add(new GlobalMaxPooling3D(format, keep), VOLUME);
    }

    private void adaptive(DataFormat format) {
        for (int size : new int[] {1, 4, 7}) {
            add(new AdaptiveAveragePooling1D(size, format), STEPS);
            add(new AdaptiveMaxPooling1D(size, format), STEPS);
        }
        add(new AdaptiveAveragePooling2D(Size2D.of(3, 2), format), IMAGE);
        add(new AdaptiveMaxPooling2D(Size2D.of(4, 3), format), IMAGE);
        add(new AdaptiveMaxPooling2D(Size2D.square(1), format), IMAGE);
        add(new AdaptiveAveragePooling3D(Size3D.of(3, 3, 2), format), VOLUME);
        add(new AdaptiveMaxPooling3D(Size3D.of(2, 5, 3), format), VOLUME);
    }

    private void margins(DataFormat format) {
        Margin one = Margin.of(1, 0);
        Margin two = Margin.of(0, 2);
        add(Cropping1D.of(Margin.of(2, 1)), STEPS);
        add(new ZeroPadding1D(one, format), STEPS);
        add(new Cropping2D(one, two, format), IMAGE);
        add(new ZeroPadding2D(one, two, format), IMAGE);
        add(new Cropping3D(one, Margin.of(0), Margin.of(1), format), VOLUME);
        add(new ZeroPadding3D(one, two, Margin.of(0), format), VOLUME);
    }

    private void upSampling(DataFormat format) {
        add(UpSampling1D.of(3), STEPS);
        for (Interpolation interpolation : Interpolation.values()) {
            add(new UpSampling2D(Size2D.of(2, 3), format, interpolation), IMAGE);
        }
        add(new UpSampling3D(Size3D.of(2, 1, 3), format), VOLUME);
    }
}
