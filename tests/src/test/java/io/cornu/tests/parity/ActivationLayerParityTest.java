package io.cornu.tests.parity;

import static io.cornu.regularizers.Regularizers.l2;

import io.cornu.activations.Activations;
import io.cornu.constraints.Constraints;
import io.cornu.initializers.RandomUniform;
import io.cornu.layers.Activation;
import io.cornu.layers.ELU;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.PReLU;
import io.cornu.layers.RandomizedLeakyReLU;
import io.cornu.layers.ReLU;
import io.cornu.layers.Softmax;
import java.util.ArrayList;
import java.util.List;

/** Activation functions as layers. */
class ActivationLayerParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        for (String name : Activations.names()) {
            // Gated linear units halve the last axis: images have an even number of channels.
            cases.add(image(
                    "Activation " + name, Activation.of(Activations.named(name).orElseThrow())));
        }
        cases.add(vector("ReLU", ReLU.of()));
        cases.add(vector("ReLU 6", ReLU.of().withMaxValue(6)));
        cases.add(vector("ReLU threshold .2", ReLU.of().withThreshold(.2)));
        cases.add(vector("ReLU slope .1", ReLU.of().withNegativeSlope(.1)));
        cases.add(vector(
                "ReLU slope .1 threshold .2 ceiling 1",
                ReLU.of().withMaxValue(1).withNegativeSlope(.1).withThreshold(.2)));
        cases.add(vector("LeakyReLU", LeakyReLU.of()));
        cases.add(vector("LeakyReLU .01", LeakyReLU.of(.01)));
        cases.add(image("LeakyReLU on images", LeakyReLU.of()));
        cases.add(vector("ELU", ELU.of()));
        cases.add(vector("ELU .3", ELU.of(.3)));
        cases.add(image("ELU 2 on images", ELU.of(2)));
        prelu(cases);
        cases.add(vector("Softmax", Softmax.of()));
        cases.add(sequence("Softmax axis 1", Softmax.of(1)));
        cases.add(image("Softmax axis -2", Softmax.of(-2)));
        cases.add(image("Softmax axes 1, 2", Softmax.of(1, 2)));
        cases.add(image("Softmax axes -1, 1", Softmax.of(-1, 1)));
        cases.add(image("Softmax axes 1, 2, 3", Softmax.of(1, 2, 3)));
        cases.add(vector("RandomizedLeakyReLU", RandomizedLeakyReLU.of()).withRandomTraining());
        cases.add(vector("RandomizedLeakyReLU of one slope", RandomizedLeakyReLU.of(.2, .2)));
        cases.add(image("RandomizedLeakyReLU of one slope on images", RandomizedLeakyReLU.of(.7, .7)));
        return cases;
    }

    private static void prelu(List<LayerCase> cases) {
        PReLU plain = PReLU.of().withAlphaInitializer(RandomUniform.of(.1, .9));
        cases.add(vector("PReLU with defaults", PReLU.of()));
        cases.add(vector("PReLU", plain));
        cases.add(sequence("PReLU on sequences", plain));
        cases.add(image("PReLU on images", plain));
        cases.add(sequence("PReLU shared axis 1", plain.withSharedAxes(1)));
        cases.add(image("PReLU shared axes 1, 2", plain.withSharedAxes(1, 2)));
        cases.add(image("PReLU shared axes 2, 3", plain.withSharedAxes(2, 3)));
        cases.add(volume("PReLU shared axes 1, 2, 3", plain.withSharedAxes(1, 2, 3)));
        cases.add(image("PReLU of one slope", plain.withSharedAxes(1, 2, 3)));
        cases.add(image("PReLU options", plain.withAlphaRegularizer(l2(.2)).withAlphaConstraint(Constraints.nonNeg())));
    }
}
