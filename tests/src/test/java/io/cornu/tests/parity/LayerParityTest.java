package io.cornu.tests.parity;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;

import io.cornu.layers.Add;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.CustomScaleLayer;
import io.cornu.layers.Dense;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.LayerScale;
import io.cornu.layers.Rescaling;
import io.cornu.layers.StochasticDepth;
import io.cornu.model.Architecture;
import io.cornu.model.Functional;
import java.util.List;

/** Networks of several layers, and layers of no other family. */
class LayerParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        return List.of(
                LayerCase.of("residual with concatenation", residual()),
                image("Rescaling", Rescaling.of(.5).withOffset(-1)),
                image("Rescaling without offset", Rescaling.of(.5)),
                image("Rescaling of each channel", Rescaling.of(.5, 2, 3, .1).withOffset(1, 0, -1, 7)),
                // Keras gives its variable a number that grows with every network of the process.
                image("LayerScale", LayerScale.of(.3, 4)).withRandomTraining(),
                image("StochasticDepth", StochasticDepth.of(.4)).withRandomTraining(),
                LayerCase.of("CustomScaleLayer", scaledSum()));
    }

    private static Architecture scaledSum() {
        Functional.Builder net = Functional.builder();
        Functional.Node image = net.input(Input.of(8, 8, 3));
        Functional.Node x = net.add(Conv2D.of(4, 1).named("before"), image);
        Functional.Node y = net.add(Conv2D.of(4, 3).withPadding(SAME).named("found"), x);
        return net.build(image, net.add(CustomScaleLayer.of(.17), x, y));
    }

    private static Architecture residual() {
        Functional.Builder net = Functional.builder();
        Functional.Node image = net.input(Input.of(8, 8, 3));
        Functional.Node x = net.add(Conv2D.of(4, 3).withPadding(SAME).withActivation(relu()), image);
        Functional.Shared shared = net.share(Conv2D.of(4, 3).withPadding(SAME).named("shared"));
        Functional.Node y = net.call(shared, net.call(shared, x));
        Functional.Node sum = net.add(Add.of(), x, y);
        Functional.Node both = net.add(Concatenate.of(), sum, x);
        return net.build(image, net.add(Dense.of(3), net.add(GlobalAveragePooling2D.of(), both)));
    }
}
