package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.DATA_FORMAT;
import static io.cornu.savedmodels.keras.OptionType.NUMBER;
import static io.cornu.savedmodels.keras.OptionType.SIZES;

import io.cornu.layers.ActivityRegularization;
import io.cornu.layers.AlphaDropout;
import io.cornu.layers.Dropout;
import io.cornu.layers.GaussianDropout;
import io.cornu.layers.GaussianNoise;
import io.cornu.layers.Layer;
import io.cornu.layers.SpatialDropout1D;
import io.cornu.layers.SpatialDropout2D;
import io.cornu.layers.SpatialDropout3D;
import java.util.List;

/** Layers that disturb or penalize while training. Source: their {@code get_config}, Keras 3.15. */
final class RegularizationCodecs {
    private RegularizationCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                KerasCodec.of(Dropout.class, required("rate", NUMBER, Dropout::rate), Dropout::of)
                        .option("noise_shape", SIZES, Dropout::noiseShape, Dropout::withNoiseShape)
                        .ignoring("seed"),
                KerasCodec.of(
                                SpatialDropout1D.class,
                                required("rate", NUMBER, SpatialDropout1D::rate),
                                SpatialDropout1D::of)
                        .ignoring("seed"),
                KerasCodec.of(
                                SpatialDropout2D.class,
                                required("rate", NUMBER, SpatialDropout2D::rate),
                                SpatialDropout2D::of)
                        .option(
                                "data_format",
                                DATA_FORMAT,
                                SpatialDropout2D::dataFormat,
                                SpatialDropout2D::withDataFormat)
                        .ignoring("seed"),
                KerasCodec.of(
                                SpatialDropout3D.class,
                                required("rate", NUMBER, SpatialDropout3D::rate),
                                SpatialDropout3D::of)
                        .option(
                                "data_format",
                                DATA_FORMAT,
                                SpatialDropout3D::dataFormat,
                                SpatialDropout3D::withDataFormat)
                        .ignoring("seed"),
                KerasCodec.of(AlphaDropout.class, required("rate", NUMBER, AlphaDropout::rate), AlphaDropout::of)
                        .option("noise_shape", SIZES, AlphaDropout::noiseShape, AlphaDropout::withNoiseShape)
                        .ignoring("seed"),
                KerasCodec.of(
                                GaussianDropout.class,
                                required("rate", NUMBER, GaussianDropout::rate),
                                GaussianDropout::of)
                        .ignoring("seed"),
                KerasCodec.of(
                                GaussianNoise.class,
                                required("stddev", NUMBER, GaussianNoise::standardDeviation),
                                GaussianNoise::of)
                        .ignoring("seed"),
                KerasCodec.of(ActivityRegularization.class, ActivityRegularization::of)
                        .option("l1", NUMBER, ActivityRegularization::l1, ActivityRegularization::withL1)
                        .option("l2", NUMBER, ActivityRegularization::l2, ActivityRegularization::withL2));
    }
}
