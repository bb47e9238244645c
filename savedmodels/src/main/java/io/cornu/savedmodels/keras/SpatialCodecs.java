package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.DATA_FORMAT;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.MARGIN;
import static io.cornu.savedmodels.keras.OptionType.SIZE_2D;
import static io.cornu.savedmodels.keras.OptionType.SIZE_3D;

import io.cornu.layers.Cropping1D;
import io.cornu.layers.Cropping2D;
import io.cornu.layers.Cropping3D;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Layer;
import io.cornu.layers.Margin;
import io.cornu.layers.UpSampling1D;
import io.cornu.layers.UpSampling2D;
import io.cornu.layers.UpSampling3D;
import io.cornu.layers.ZeroPadding1D;
import io.cornu.layers.ZeroPadding2D;
import io.cornu.layers.ZeroPadding3D;
import java.util.List;

/** Layers that make sequences, images and volumes smaller or larger. Source: their {@code get_config}, Keras 3.15. */
final class SpatialCodecs {
    private static final OptionType<Interpolation> INTERPOLATION = OptionType.oneOf(Interpolation.class);
    private static final OptionType<List<Margin>> MARGINS_2D = OptionType.margins(2);
    private static final OptionType<List<Margin>> MARGINS_3D = OptionType.margins(3);

    private SpatialCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                later(UpSampling1D.class, SpatialCodecs::upSampling1D),
                later(UpSampling2D.class, SpatialCodecs::upSampling2D),
                later(UpSampling3D.class, SpatialCodecs::upSampling3D),
                later(Cropping1D.class, SpatialCodecs::cropping1D),
                later(Cropping2D.class, SpatialCodecs::cropping2D),
                later(Cropping3D.class, SpatialCodecs::cropping3D),
                later(ZeroPadding1D.class, SpatialCodecs::zeroPadding1D),
                later(ZeroPadding2D.class, SpatialCodecs::zeroPadding2D),
                later(ZeroPadding3D.class, SpatialCodecs::zeroPadding3D));
    }

    private static KerasCodec<UpSampling1D> upSampling1D() {
        return KerasCodec.of(UpSampling1D.class, required("size", INTEGER, UpSampling1D::size), UpSampling1D::of);
    }

    private static KerasCodec<UpSampling2D> upSampling2D() {
        return KerasCodec.of(UpSampling2D.class, required("size", SIZE_2D, UpSampling2D::size), UpSampling2D::of)
                .option("data_format", DATA_FORMAT, UpSampling2D::dataFormat, UpSampling2D::withDataFormat)
                .option("interpolation", INTERPOLATION, UpSampling2D::interpolation, UpSampling2D::withInterpolation);
    }

    private static KerasCodec<UpSampling3D> upSampling3D() {
        return KerasCodec.of(UpSampling3D.class, required("size", SIZE_3D, UpSampling3D::size), UpSampling3D::of)
                .option("data_format", DATA_FORMAT, UpSampling3D::dataFormat, UpSampling3D::withDataFormat);
    }

    private static KerasCodec<Cropping1D> cropping1D() {
        return KerasCodec.of(Cropping1D.class, () -> Cropping1D.of(1))
                .option("cropping", MARGIN, Cropping1D::cropping, Cropping1D::withCropping);
    }

    private static KerasCodec<Cropping2D> cropping2D() {
        return KerasCodec.of(Cropping2D.class, () -> Cropping2D.of(0))
                .option(
                        "cropping",
                        MARGINS_2D,
                        layer -> List.of(layer.height(), layer.width()),
                        (layer, sides) -> layer.withHeight(sides.get(0)).withWidth(sides.get(1)))
                .option("data_format", DATA_FORMAT, Cropping2D::dataFormat, Cropping2D::withDataFormat);
    }

    private static KerasCodec<Cropping3D> cropping3D() {
        return KerasCodec.of(Cropping3D.class, () -> Cropping3D.of(1))
                .option(
                        "cropping",
                        MARGINS_3D,
                        layer -> List.of(layer.depth(), layer.height(), layer.width()),
                        (layer, sides) -> layer.withDepth(sides.get(0))
                                .withHeight(sides.get(1))
                                .withWidth(sides.get(2)))
                .option("data_format", DATA_FORMAT, Cropping3D::dataFormat, Cropping3D::withDataFormat);
    }

    private static KerasCodec<ZeroPadding1D> zeroPadding1D() {
        return KerasCodec.of(ZeroPadding1D.class, () -> ZeroPadding1D.of(1))
                .option("padding", MARGIN, ZeroPadding1D::padding, ZeroPadding1D::withPadding)
                .option("data_format", DATA_FORMAT, ZeroPadding1D::dataFormat, ZeroPadding1D::withDataFormat);
    }

    private static KerasCodec<ZeroPadding2D> zeroPadding2D() {
        return KerasCodec.of(ZeroPadding2D.class, () -> ZeroPadding2D.of(1))
                .option(
                        "padding",
                        MARGINS_2D,
                        layer -> List.of(layer.height(), layer.width()),
                        (layer, sides) -> layer.withHeight(sides.get(0)).withWidth(sides.get(1)))
                .option("data_format", DATA_FORMAT, ZeroPadding2D::dataFormat, ZeroPadding2D::withDataFormat);
    }

    private static KerasCodec<ZeroPadding3D> zeroPadding3D() {
        return KerasCodec.of(ZeroPadding3D.class, () -> ZeroPadding3D.of(1))
                .option(
                        "padding",
                        MARGINS_3D,
                        layer -> List.of(layer.depth(), layer.height(), layer.width()),
                        (layer, sides) -> layer.withDepth(sides.get(0))
                                .withHeight(sides.get(1))
                                .withWidth(sides.get(2)))
                .option("data_format", DATA_FORMAT, ZeroPadding3D::dataFormat, ZeroPadding3D::withDataFormat);
    }
}
