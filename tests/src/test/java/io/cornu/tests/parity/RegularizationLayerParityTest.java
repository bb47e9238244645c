package io.cornu.tests.parity;

import io.cornu.layers.ActivityRegularization;
import io.cornu.layers.AlphaDropout;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Dropout;
import io.cornu.layers.GaussianDropout;
import io.cornu.layers.GaussianNoise;
import io.cornu.layers.SpatialDropout1D;
import io.cornu.layers.SpatialDropout2D;
import io.cornu.layers.SpatialDropout3D;
import java.util.ArrayList;
import java.util.List;

/** Layers that disturb while training: compared in inference, and in training where nothing is drawn. */
class RegularizationLayerParityTest extends LayerParity {
    @Override
    List<LayerCase> cases() {
        List<LayerCase> cases = new ArrayList<>();
        cases.add(vector("Dropout 0", Dropout.of(0)));
        cases.add(vector("Dropout 1", Dropout.of(1)));
        cases.add(image("Dropout 0 on images", Dropout.of(0)));
        cases.add(vector("Dropout .4", Dropout.of(.4)).withRandomTraining());
        cases.add(image("Dropout with noise shape", Dropout.of(.4).withNoiseShape(-1, 1, 1, -1))
                .withRandomTraining());
        cases.add(vector("Dropout same for all", Dropout.of(.4).withNoiseShape(1, 5))
                .withRandomTraining());
        cases.add(sequence("SpatialDropout1D 0", SpatialDropout1D.of(0)));
        cases.add(sequence("SpatialDropout1D 1", SpatialDropout1D.of(1)));
        cases.add(sequence("SpatialDropout1D .3", SpatialDropout1D.of(.3)).withRandomTraining());
        cases.add(image("SpatialDropout2D 0", SpatialDropout2D.of(0)));
        cases.add(image("SpatialDropout2D .3", SpatialDropout2D.of(.3)).withRandomTraining());
        cases.add(image(
                        "SpatialDropout2D channels first",
                        SpatialDropout2D.of(.3).withDataFormat(DataFormat.CHANNELS_FIRST))
                .withRandomTraining());
        cases.add(volume("SpatialDropout3D 0", SpatialDropout3D.of(0)));
        cases.add(volume("SpatialDropout3D .3", SpatialDropout3D.of(.3)).withRandomTraining());
        cases.add(volume(
                        "SpatialDropout3D channels first",
                        SpatialDropout3D.of(.3).withDataFormat(DataFormat.CHANNELS_FIRST))
                .withRandomTraining());
        cases.add(vector("AlphaDropout 0", AlphaDropout.of(0)));
        cases.add(vector("AlphaDropout .2", AlphaDropout.of(.2)).withRandomTraining());
        cases.add(vector("AlphaDropout with noise shape", AlphaDropout.of(.2).withNoiseShape(-1, 1))
                .withRandomTraining());
        cases.add(vector("GaussianDropout 0", GaussianDropout.of(0)));
        cases.add(vector("GaussianDropout .5", GaussianDropout.of(.5)).withRandomTraining());
        cases.add(vector("GaussianNoise 0", GaussianNoise.of(0)));
        cases.add(vector("GaussianNoise .5", GaussianNoise.of(.5)).withRandomTraining());
        cases.add(vector("ActivityRegularization", ActivityRegularization.of()));
        cases.add(
                vector("ActivityRegularization l1", ActivityRegularization.of().withL1(.3)));
        cases.add(image("ActivityRegularization l2", ActivityRegularization.of().withL2(.3)));
        cases.add(sequence(
                "ActivityRegularization l1 and l2",
                ActivityRegularization.of().withL1(.1).withL2(.2)));
        return cases;
    }
}
