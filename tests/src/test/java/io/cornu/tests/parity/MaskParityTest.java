package io.cornu.tests.parity;

import static io.cornu.activations.Activations.tanh;

import io.cornu.layers.Activation;
import io.cornu.layers.ActivityRegularization;
import io.cornu.layers.AlphaDropout;
import io.cornu.layers.BatchNormalization;
import io.cornu.layers.Dense;
import io.cornu.layers.Dropout;
import io.cornu.layers.ELU;
import io.cornu.layers.EinsumDense;
import io.cornu.layers.Embedding;
import io.cornu.layers.Flatten;
import io.cornu.layers.GaussianDropout;
import io.cornu.layers.GaussianNoise;
import io.cornu.layers.GroupNormalization;
import io.cornu.layers.Identity;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.LayerNormalization;
import io.cornu.layers.LeakyReLU;
import io.cornu.layers.Masking;
import io.cornu.layers.PReLU;
import io.cornu.layers.Permute;
import io.cornu.layers.RMSNormalization;
import io.cornu.layers.RandomizedLeakyReLU;
import io.cornu.layers.ReLU;
import io.cornu.layers.Rescaling;
import io.cornu.layers.Reshape;
import io.cornu.layers.SpatialDropout1D;
import io.cornu.layers.UnitNormalization;
import io.cornu.model.Sequential;
import java.util.ArrayList;
import java.util.List;

/**
 * Which layers pass masks on, and which end them: the statistics of the batch normalization after them leave out what
 * the mask leaves out.
 */
class MaskParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        for (Layer layer : List.of(
                Dense.of(3),
                EinsumDense.of("abc,cd->abd", -1, 3),
                Identity.of(),
                Masking.of(.25),
                Activation.of(tanh()),
                ReLU.of(),
                LeakyReLU.of(),
                PReLU.of(),
                ELU.of(),
                RandomizedLeakyReLU.of(.2, .2),
                BatchNormalization.of(),
                LayerNormalization.of(),
                GroupNormalization.of(5),
                RMSNormalization.of(),
                UnitNormalization.of(),
                Dropout.of(0),
                SpatialDropout1D.of(0),
                AlphaDropout.of(0),
                GaussianDropout.of(0),
                GaussianNoise.of(0),
                ActivityRegularization.of().withL2(.1),
                Rescaling.of(.5).withOffset(.1),
                Reshape.of(7, 5),
                Permute.of(1, 2))) {
            cases.add(LayerCase.of("mask through " + layer.kind(), seen(Masking.of(), Dense.of(5), layer))
                    .withInputs(LayerParity::padded));
        }
        cases.add(LayerCase.of(
                        "mask of an embedding",
                        Sequential.of(
                                Input.of(7),
                                Embedding.of(4, 3).withMaskZero(true),
                                BatchNormalization.of(),
                                Flatten.of()))
                .withInputs((random, shape) -> whole(random, shape, 4)));
        cases.add(LayerCase.of(
                        "no mask of an embedding",
                        Sequential.of(Input.of(7), Embedding.of(4, 3), BatchNormalization.of(), Flatten.of()))
                .withInputs((random, shape) -> whole(random, shape, 4)));
        cases.add(LayerCase.of(
                        "mask through a row of layers",
                        seen(Masking.of(), Dense.of(5), Dropout.of(0), LayerNormalization.of(), Dense.of(4)))
                .withInputs(LayerParity::padded));
        return cases;
    }

    private static Sequential seen(Layer... layers) {
        List<Layer> all = new ArrayList<>(List.of(Input.of(7, 4)));
        all.addAll(List.of(layers));
        all.add(BatchNormalization.of().named("observer"));
        all.add(Flatten.of());
        return Sequential.of(all.toArray(Layer[]::new));
    }
}
