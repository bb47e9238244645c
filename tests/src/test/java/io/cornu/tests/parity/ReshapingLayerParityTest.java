package io.cornu.tests.parity;

import io.cornu.layers.DataFormat;
import io.cornu.layers.Dense;
import io.cornu.layers.Flatten;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.Input;
import io.cornu.layers.Layer;
import io.cornu.layers.Permute;
import io.cornu.layers.RepeatVector;
import io.cornu.layers.Reshape;
import io.cornu.model.Sequential;
import java.util.ArrayList;
import java.util.List;

/** Layers that change shapes only. */
class ReshapingLayerParityTest extends LayerParity {
    private static final Layer FIRST = Flatten.of().withDataFormat(DataFormat.CHANNELS_FIRST);

    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        cases.add(vector("Flatten of vectors", Flatten.of()));
        cases.add(image("Flatten", Flatten.of()));
        cases.add(volume("Flatten of volumes", Flatten.of()));
        cases.add(LayerCase.of("Flatten of numbers", Sequential.of(Input.of(), Flatten.of(), Dense.of(2))));
        cases.add(vector("Flatten of vectors, channels first", FIRST));
        cases.add(sequence("Flatten of sequences, channels first", FIRST));
        cases.add(image("Flatten, channels first", FIRST));
        cases.add(volume("Flatten of volumes, channels first", FIRST));
        cases.add(image("Reshape", Reshape.of(8, 28)));
        cases.add(image("Reshape -1", Reshape.of(-1, 4)));
        cases.add(image("Reshape to vectors", Reshape.of(-1)));
        cases.add(vector("Reshape to more", Reshape.of(1, 5, 1)));
        cases.add(sequence("Permute 2, 1", Permute.of(2, 1)));
        cases.add(sequence("Permute 1, 2", Permute.of(1, 2)));
        cases.add(image("Permute 3, 1, 2", Permute.of(3, 1, 2)));
        cases.add(image("Permute 2, 3, 1", Permute.of(2, 3, 1)));
        cases.add(volume("Permute 4, 2, 1, 3", Permute.of(4, 2, 1, 3)));
        cases.add(vector("Permute 1", Permute.of(1)));
        cases.add(vector("RepeatVector", RepeatVector.of(3)));
        cases.add(vector("RepeatVector once", RepeatVector.of(1)));
        // Sizes that are known at run time only.
        cases.add(LayerCase.of(
                "Reshape of unknown sizes",
                Sequential.of(
                        Input.of(6, 4),
                        Reshape.of(-1, 2),
                        Dense.of(3),
                        Reshape.of(-1, 1, 3),
                        GlobalAveragePooling2D.of())));
        return cases;
    }
}
