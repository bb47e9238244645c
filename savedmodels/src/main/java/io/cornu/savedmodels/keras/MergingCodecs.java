package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.KerasCodec.required;
import static io.cornu.savedmodels.keras.OptionType.AXES;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;

import io.cornu.layers.Add;
import io.cornu.layers.Average;
import io.cornu.layers.Concatenate;
import io.cornu.layers.Dot;
import io.cornu.layers.Layer;
import io.cornu.layers.Maximum;
import io.cornu.layers.Minimum;
import io.cornu.layers.Multiply;
import io.cornu.layers.Subtract;
import java.util.List;

/** Layers that make one of several inputs. Source: their {@code get_config}, Keras 3.15. */
final class MergingCodecs {
    /** One axis for both inputs, or one for each. */
    private static final OptionType<List<Integer>> DOT_AXES =
            AXES.map(axes -> axes, axes -> axes.get(0).equals(axes.get(1)) ? List.of(axes.get(0)) : axes);

    private MergingCodecs() {}

    static List<KerasCodec<? extends Layer>> all() {
        return List.of(
                KerasCodec.of(Add.class, Add::of),
                KerasCodec.of(Subtract.class, Subtract::of),
                KerasCodec.of(Multiply.class, Multiply::of),
                KerasCodec.of(Average.class, Average::of),
                KerasCodec.of(Maximum.class, Maximum::of),
                KerasCodec.of(Minimum.class, Minimum::of),
                KerasCodec.of(Concatenate.class, Concatenate::of)
                        .option("axis", INTEGER, Concatenate::axis, (layer, axis) -> Concatenate.of(axis)),
                KerasCodec.of(Dot.class, required("axes", DOT_AXES, Dot::axes), axes -> new Dot(axes, false))
                        .option("normalize", FLAG, Dot::normalize, Dot::withNormalize));
    }
}
