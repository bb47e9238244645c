package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.later;
import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.DATA_FORMAT;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.PADDING;
import static io.cornu.savedmodels.keras.OptionType.SIZE_1D;
import static io.cornu.savedmodels.keras.OptionType.SIZE_2D;
import static io.cornu.savedmodels.keras.OptionType.SIZE_3D;

import io.cornu.layers.AdaptiveAveragePooling1D;
import io.cornu.layers.AdaptiveAveragePooling2D;
import io.cornu.layers.AdaptiveAveragePooling3D;
import io.cornu.layers.AdaptiveMaxPooling1D;
import io.cornu.layers.AdaptiveMaxPooling2D;
import io.cornu.layers.AdaptiveMaxPooling3D;
import io.cornu.layers.AveragePooling1D;
import io.cornu.layers.AveragePooling2D;
import io.cornu.layers.AveragePooling3D;
import io.cornu.layers.GlobalAveragePooling1D;
import io.cornu.layers.GlobalAveragePooling2D;
import io.cornu.layers.GlobalAveragePooling3D;
import io.cornu.layers.GlobalMaxPooling1D;
import io.cornu.layers.GlobalMaxPooling2D;
import io.cornu.layers.GlobalMaxPooling3D;
import io.cornu.layers.Layer;
import io.cornu.layers.MaxPooling1D;
import io.cornu.layers.MaxPooling2D;
import io.cornu.layers.MaxPooling3D;
import java.util.List;

/** Pooling layers. Source: their {@code get_config}, Keras 3.15. */
final class PoolingCodecs {
    private PoolingCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                later(MaxPooling1D.class, PoolingCodecs::maxPooling1D),
                later(MaxPooling2D.class, PoolingCodecs::maxPooling2D),
                later(MaxPooling3D.class, PoolingCodecs::maxPooling3D),
                later(AveragePooling1D.class, PoolingCodecs::averagePooling1D),
                later(AveragePooling2D.class, PoolingCodecs::averagePooling2D),
                later(AveragePooling3D.class, PoolingCodecs::averagePooling3D),
                later(GlobalMaxPooling1D.class, PoolingCodecs::globalMaxPooling1D),
                later(GlobalMaxPooling2D.class, PoolingCodecs::globalMaxPooling2D),
                later(GlobalMaxPooling3D.class, PoolingCodecs::globalMaxPooling3D),
                later(GlobalAveragePooling1D.class, PoolingCodecs::globalAveragePooling1D),
                later(GlobalAveragePooling2D.class, PoolingCodecs::globalAveragePooling2D),
                later(GlobalAveragePooling3D.class, PoolingCodecs::globalAveragePooling3D),
                later(AdaptiveMaxPooling1D.class, PoolingCodecs::adaptiveMaxPooling1D),
                later(AdaptiveMaxPooling2D.class, PoolingCodecs::adaptiveMaxPooling2D),
                later(AdaptiveMaxPooling3D.class, PoolingCodecs::adaptiveMaxPooling3D),
                later(AdaptiveAveragePooling1D.class, PoolingCodecs::adaptiveAveragePooling1D),
                later(AdaptiveAveragePooling2D.class, PoolingCodecs::adaptiveAveragePooling2D),
                later(AdaptiveAveragePooling3D.class, PoolingCodecs::adaptiveAveragePooling3D));
    }

    private static KerasCodec<MaxPooling1D> maxPooling1D() {
        return KerasCodec.of(
                        MaxPooling1D.class, required("pool_size", SIZE_1D, MaxPooling1D::poolSize), MaxPooling1D::of)
                .option("strides", SIZE_1D, MaxPooling1D::strides, MaxPooling1D::withStrides)
                .option("padding", PADDING, MaxPooling1D::padding, MaxPooling1D::withPadding)
                .option("data_format", DATA_FORMAT, MaxPooling1D::dataFormat, MaxPooling1D::withDataFormat);
    }

    private static KerasCodec<MaxPooling2D> maxPooling2D() {
        return KerasCodec.of(
                        MaxPooling2D.class, required("pool_size", SIZE_2D, MaxPooling2D::poolSize), MaxPooling2D::of)
                .option("strides", SIZE_2D, MaxPooling2D::strides, MaxPooling2D::withStrides)
                .option("padding", PADDING, MaxPooling2D::padding, MaxPooling2D::withPadding)
                .option("data_format", DATA_FORMAT, MaxPooling2D::dataFormat, MaxPooling2D::withDataFormat);
    }

    private static KerasCodec<MaxPooling3D> maxPooling3D() {
        return KerasCodec.of(
                        MaxPooling3D.class, required("pool_size", SIZE_3D, MaxPooling3D::poolSize), MaxPooling3D::of)
                .option("strides", SIZE_3D, MaxPooling3D::strides, MaxPooling3D::withStrides)
                .option("padding", PADDING, MaxPooling3D::padding, MaxPooling3D::withPadding)
                .option("data_format", DATA_FORMAT, MaxPooling3D::dataFormat, MaxPooling3D::withDataFormat);
    }

    private static KerasCodec<AveragePooling1D> averagePooling1D() {
        return KerasCodec.of(
                        AveragePooling1D.class,
                        required("pool_size", SIZE_1D, AveragePooling1D::poolSize),
                        AveragePooling1D::of)
                .option("strides", SIZE_1D, AveragePooling1D::strides, AveragePooling1D::withStrides)
                .option("padding", PADDING, AveragePooling1D::padding, AveragePooling1D::withPadding)
                .option("data_format", DATA_FORMAT, AveragePooling1D::dataFormat, AveragePooling1D::withDataFormat);
    }

    private static KerasCodec<AveragePooling2D> averagePooling2D() {
        return KerasCodec.of(
                        AveragePooling2D.class,
                        required("pool_size", SIZE_2D, AveragePooling2D::poolSize),
                        AveragePooling2D::of)
                .option("strides", SIZE_2D, AveragePooling2D::strides, AveragePooling2D::withStrides)
                .option("padding", PADDING, AveragePooling2D::padding, AveragePooling2D::withPadding)
                .option("data_format", DATA_FORMAT, AveragePooling2D::dataFormat, AveragePooling2D::withDataFormat);
    }

    private static KerasCodec<AveragePooling3D> averagePooling3D() {
        return KerasCodec.of(
                        AveragePooling3D.class,
                        required("pool_size", SIZE_3D, AveragePooling3D::poolSize),
                        AveragePooling3D::of)
                .option("strides", SIZE_3D, AveragePooling3D::strides, AveragePooling3D::withStrides)
                .option("padding", PADDING, AveragePooling3D::padding, AveragePooling3D::withPadding)
                .option("data_format", DATA_FORMAT, AveragePooling3D::dataFormat, AveragePooling3D::withDataFormat);
    }

    private static KerasCodec<GlobalMaxPooling1D> globalMaxPooling1D() {
        return KerasCodec.of(GlobalMaxPooling1D.class, GlobalMaxPooling1D::of)
                .option("data_format", DATA_FORMAT, GlobalMaxPooling1D::dataFormat, GlobalMaxPooling1D::withDataFormat)
                .option("keepdims", FLAG, GlobalMaxPooling1D::keepDimensions, GlobalMaxPooling1D::withKeepDimensions);
    }

    private static KerasCodec<GlobalMaxPooling2D> globalMaxPooling2D() {
        return KerasCodec.of(GlobalMaxPooling2D.class, GlobalMaxPooling2D::of)
                .option("data_format", DATA_FORMAT, GlobalMaxPooling2D::dataFormat, GlobalMaxPooling2D::withDataFormat)
                .option("keepdims", FLAG, GlobalMaxPooling2D::keepDimensions, GlobalMaxPooling2D::withKeepDimensions);
    }

    private static KerasCodec<GlobalMaxPooling3D> globalMaxPooling3D() {
        return KerasCodec.of(GlobalMaxPooling3D.class, GlobalMaxPooling3D::of)
                .option("data_format", DATA_FORMAT, GlobalMaxPooling3D::dataFormat, GlobalMaxPooling3D::withDataFormat)
                .option("keepdims", FLAG, GlobalMaxPooling3D::keepDimensions, GlobalMaxPooling3D::withKeepDimensions);
    }

    private static KerasCodec<GlobalAveragePooling1D> globalAveragePooling1D() {
        return KerasCodec.of(GlobalAveragePooling1D.class, GlobalAveragePooling1D::of)
                .option(
                        "data_format",
                        DATA_FORMAT,
                        GlobalAveragePooling1D::dataFormat,
                        GlobalAveragePooling1D::withDataFormat)
                .option(
                        "keepdims",
                        FLAG,
                        GlobalAveragePooling1D::keepDimensions,
                        GlobalAveragePooling1D::withKeepDimensions);
    }

    private static KerasCodec<GlobalAveragePooling2D> globalAveragePooling2D() {
        return KerasCodec.of(GlobalAveragePooling2D.class, GlobalAveragePooling2D::of)
                .option(
                        "data_format",
                        DATA_FORMAT,
                        GlobalAveragePooling2D::dataFormat,
                        GlobalAveragePooling2D::withDataFormat)
                .option(
                        "keepdims",
                        FLAG,
                        GlobalAveragePooling2D::keepDimensions,
                        GlobalAveragePooling2D::withKeepDimensions);
    }

    private static KerasCodec<GlobalAveragePooling3D> globalAveragePooling3D() {
        return KerasCodec.of(GlobalAveragePooling3D.class, GlobalAveragePooling3D::of)
                .option(
                        "data_format",
                        DATA_FORMAT,
                        GlobalAveragePooling3D::dataFormat,
                        GlobalAveragePooling3D::withDataFormat)
                .option(
                        "keepdims",
                        FLAG,
                        GlobalAveragePooling3D::keepDimensions,
                        GlobalAveragePooling3D::withKeepDimensions);
    }

    private static KerasCodec<AdaptiveMaxPooling1D> adaptiveMaxPooling1D() {
        return KerasCodec.of(
                        AdaptiveMaxPooling1D.class,
                        required("output_size", SIZE_1D, AdaptiveMaxPooling1D::outputSize),
                        AdaptiveMaxPooling1D::of)
                .option(
                        "data_format",
                        DATA_FORMAT,
                        AdaptiveMaxPooling1D::dataFormat,
                        AdaptiveMaxPooling1D::withDataFormat);
    }

    private static KerasCodec<AdaptiveMaxPooling2D> adaptiveMaxPooling2D() {
        return KerasCodec.of(
                        AdaptiveMaxPooling2D.class,
                        required("output_size", SIZE_2D, AdaptiveMaxPooling2D::outputSize),
                        AdaptiveMaxPooling2D::of)
                .option(
                        "data_format",
                        DATA_FORMAT,
                        AdaptiveMaxPooling2D::dataFormat,
                        AdaptiveMaxPooling2D::withDataFormat);
    }

    private static KerasCodec<AdaptiveMaxPooling3D> adaptiveMaxPooling3D() {
        return KerasCodec.of(
                        AdaptiveMaxPooling3D.class,
                        required("output_size", SIZE_3D, AdaptiveMaxPooling3D::outputSize),
                        AdaptiveMaxPooling3D::of)
                .option(
                        "data_format",
                        DATA_FORMAT,
                        AdaptiveMaxPooling3D::dataFormat,
                        AdaptiveMaxPooling3D::withDataFormat);
    }

    private static KerasCodec<AdaptiveAveragePooling1D> adaptiveAveragePooling1D() {
        return KerasCodec.of(
                        AdaptiveAveragePooling1D.class,
                        required("output_size", SIZE_1D, AdaptiveAveragePooling1D::outputSize),
                        AdaptiveAveragePooling1D::of)
                .option(
                        "data_format",
                        DATA_FORMAT,
                        AdaptiveAveragePooling1D::dataFormat,
                        AdaptiveAveragePooling1D::withDataFormat);
    }

    private static KerasCodec<AdaptiveAveragePooling2D> adaptiveAveragePooling2D() {
        return KerasCodec.of(
                        AdaptiveAveragePooling2D.class,
                        required("output_size", SIZE_2D, AdaptiveAveragePooling2D::outputSize),
                        AdaptiveAveragePooling2D::of)
                .option(
                        "data_format",
                        DATA_FORMAT,
                        AdaptiveAveragePooling2D::dataFormat,
                        AdaptiveAveragePooling2D::withDataFormat);
    }

    private static KerasCodec<AdaptiveAveragePooling3D> adaptiveAveragePooling3D() {
        return KerasCodec.of(
                        AdaptiveAveragePooling3D.class,
                        required("output_size", SIZE_3D, AdaptiveAveragePooling3D::outputSize),
                        AdaptiveAveragePooling3D::of)
                .option(
                        "data_format",
                        DATA_FORMAT,
                        AdaptiveAveragePooling3D::dataFormat,
                        AdaptiveAveragePooling3D::withDataFormat);
    }
}
