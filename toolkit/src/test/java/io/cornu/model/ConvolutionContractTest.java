package io.cornu.model;

import static io.cornu.activations.Activations.softmax;
import static io.cornu.layers.DataFormat.CHANNELS_FIRST;
import static io.cornu.layers.Padding.CAUSAL;
import static io.cornu.layers.Padding.SAME;
import static io.cornu.layers.Padding.VALID;

import io.cornu.layers.Conv1D;
import io.cornu.layers.Conv1DTranspose;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Conv2DTranspose;
import io.cornu.layers.Conv3D;
import io.cornu.layers.Conv3DTranspose;
import io.cornu.layers.DepthwiseConv1D;
import io.cornu.layers.DepthwiseConv2D;
import io.cornu.layers.Layer;
import io.cornu.layers.Padding;
import io.cornu.layers.SeparableConv1D;
import io.cornu.layers.SeparableConv2D;
import io.cornu.layers.Size2D;
import io.cornu.layers.Size3D;
import io.cornu.model.LayerCases.LayerCase;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/** Convolutions, some of which TensorFlow's C++ side cannot differentiate or differentiates wrongly. */
class ConvolutionContractTest extends LayerContract {
    private static final Shape STEPS = Shape.of(6, 4);
    private static final Shape IMAGE = Shape.of(5, 6, 2);
    private static final Shape VOLUME = Shape.of(4, 3, 5, 2);

    private final List<LayerCase> cases = new ArrayList<>();

    @Override
    List<LayerCase> cases() {
        cases.clear();
        for (Padding padding : List.of(VALID, SAME)) {
            sequences(Conv1D.of(4, 2).withPadding(padding));
            volumes(Conv3D.of(2, 2).withPadding(padding));
            depthwise(padding);
            transposed(padding);
            add(Conv2D.of(4, 2).withPadding(padding).withDataFormat(CHANNELS_FIRST), IMAGE);
        }
        sequences(Conv1D.of(4, 2).withPadding(CAUSAL));
        points();
        add(Conv2D.of(4, 2).withDataFormat(CHANNELS_FIRST).withActivation(softmax()), IMAGE);
        return cases;
    }

    /** Windows of one position, which oneDNN crashes on if it is given their strides; 10 x 10 is such a case. */
    private void points() {
        Shape image = Shape.of(10, 10, 2);
        for (Padding padding : List.of(VALID, SAME)) {
            add(Conv2D.of(2, 1).withStrides(2).withPadding(padding), image);
            add(Conv2DTranspose.of(2, 1).withStrides(2).withPadding(padding), Shape.of(5, 5, 2));
        }
        add(Conv2D.of(4, 1).withStrides(Size2D.of(1, 3)).withGroups(2), image);
        add(Conv1D.of(2, 1).withStrides(2), Shape.of(10, 3));
        add(Conv3D.of(2, 1).withStrides(2), VOLUME);
        add(DepthwiseConv2D.of(1).withStrides(2), image);
        add(Conv1DTranspose.of(2, 1).withStrides(3).withOutputPadding(1), STEPS);
        add(Conv2DTranspose.of(2, 1).withStrides(Size2D.of(3, 2)).withOutputPadding(0), IMAGE);
        add(Conv3DTranspose.of(2, 1).withStrides(2), VOLUME);
    }

    private void add(Layer layer, Shape shape) {
        cases.add(new LayerCase(layer.toString(), layer, List.of(shape)));
    }

    private void sequences(Conv1D layer) {
        add(layer, STEPS);
        add(layer.withStrides(2), STEPS);
        add(layer.withDilationRate(2), STEPS);
        add(layer.withGroups(2), STEPS);
        add(layer.withGroups(2).withDilationRate(3), STEPS);
        add(layer.withFilters(6).withGroups(6).withDataFormat(CHANNELS_FIRST), STEPS);
    }

    private void volumes(Conv3D layer) {
        add(layer, VOLUME);
        add(layer.withStrides(Size3D.of(2, 1, 3)), VOLUME);
        add(layer.withDilationRate(2), VOLUME);
        add(layer.withGroups(2).withUseBias(false), VOLUME);
        add(layer.withGroups(2).withDilationRate(Size3D.of(1, 2, 3)), VOLUME);
        add(layer.withFilters(4).withGroups(4).withDataFormat(CHANNELS_FIRST), VOLUME);
    }

    private void depthwise(Padding padding) {
        DepthwiseConv1D steps = DepthwiseConv1D.of(2).withPadding(padding);
        add(steps.withStrides(2), STEPS);
        add(steps.withDilationRate(2), STEPS);
        add(steps.withDilationRate(3).withStrides(2).withDepthMultiplier(2), STEPS);
        DepthwiseConv2D pixels = DepthwiseConv2D.of(2).withPadding(padding).withDepthMultiplier(2);
        add(pixels, IMAGE);
        add(pixels.withStrides(Size2D.of(1, 2)), IMAGE);
        add(pixels.withDilationRate(Size2D.of(2, 3)), IMAGE);
        add(pixels.withDilationRate(2).withStrides(2), IMAGE);
        add(SeparableConv1D.of(3, 2).withPadding(padding).withDilationRate(2), STEPS);
        add(SeparableConv2D.of(3, 2).withPadding(padding).withStrides(2).withDataFormat(CHANNELS_FIRST), IMAGE);
    }

    private void transposed(Padding padding) {
        Conv1DTranspose steps = Conv1DTranspose.of(3, 3).withPadding(padding);
        add(steps.withStrides(2), STEPS);
        add(steps.withStrides(3).withOutputPadding(1), STEPS);
        add(steps.withDilationRate(2), STEPS);
        Conv2DTranspose pixels = Conv2DTranspose.of(3, Size2D.of(2, 3)).withPadding(padding);
        add(pixels, IMAGE);
        add(pixels.withStrides(2), IMAGE);
        add(pixels.withStrides(2).withOutputPadding(1), IMAGE);
        add(pixels.withDilationRate(Size2D.of(2, 1)).withDataFormat(CHANNELS_FIRST), IMAGE);
        Conv3DTranspose voxels = Conv3DTranspose.of(2, 2).withPadding(padding);
        add(voxels, VOLUME);
        add(voxels.withStrides(Size3D.of(1, 2, 3)), VOLUME);
        add(voxels.withStrides(3).withOutputPadding(1, 2, 1), VOLUME);
        add(voxels.withDilationRate(2), VOLUME);
    }
}
