package io.cornu.tests.parity;

import static io.cornu.activations.Activations.relu;
import static io.cornu.layers.Padding.SAME;

import io.cornu.layers.Add;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Conv2D;
import io.cornu.layers.Dense;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.Rescaling;
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
                image("Rescaling without offset", Rescaling.of(.5)));
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
