package io.cornu.savedmodels.keras;

import static io.cornu.savedmodels.keras.OptionType.DATA_FORMAT;
import static io.cornu.savedmodels.keras.OptionType.FLAG;
import static io.cornu.savedmodels.keras.OptionType.INTEGER;
import static io.cornu.savedmodels.keras.OptionType.PADDING;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cornu.layers.DataFormat;
import io.cornu.layers.Interpolation;
import io.cornu.layers.Padding;
import io.cornu.layers.operations.Pool;
import io.cornu.layers.operations.ResizeImages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Operations on images and other tensors with channels. Source: {@code keras.src.ops.nn} and {@code image}, Keras 3.15. */
final class WindowCodecs {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> TENSOR = List.of(MissingNode.getInstance());

    private WindowCodecs() {}

    static List<OperationCodec<?>> all() {
        return List.of(pool(Pool.Form.MAX_POOL, "MaxPool"), pool(Pool.Form.AVERAGE_POOL, "AveragePool"), resize());
    }

    private static OperationCodec<Pool> pool(Pool.Form form, String className) {
        return new OperationCodec<>(
                className,
                OperationCodec.MODULES + "nn",
                Pool.class,
                layer -> layer.form() == form,
                List.of("inputs"),
                false,
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    int rank = rank(arguments);
                    List<Integer> sizes = integers(config.get("pool_size"), rank, config.place());
                    List<Integer> strides = config.find("strides")
                            .map(node -> integers(node, rank, config.place()))
                            .orElse(sizes);
                    Padding padding = config.find("padding", PADDING).orElse(Padding.VALID);
                    return new Pool(form, sizes, strides, padding, format(config));
                },
                WindowCodecs::write);
    }

    private static List<JsonNode> write(Pool layer, ObjectNode config) {
        config.set("pool_size", list(layer.sizes()));
        if (!layer.strides().equals(layer.sizes())) {
            config.set("strides", list(layer.strides()));
        }
        if (layer.padding() != Padding.VALID) {
            config.put("padding", layer.padding().name().toLowerCase(Locale.ROOT));
        }
        write(layer.dataFormat(), config);
        return TENSOR;
    }

    private static void write(DataFormat format, ObjectNode config) {
        if (format != DataFormat.CHANNELS_LAST) {
            config.put("data_format", format.name().toLowerCase(Locale.ROOT));
        }
    }

    private static DataFormat format(ConfigObject config) {
        return config.find("data_format", DATA_FORMAT).orElse(DataFormat.CHANNELS_LAST);
    }

    /** How many axes there are beside batch and channels; a number stands for all of them. */
    private static int rank(OperationArguments arguments) {
        JsonNode shape = arguments.values().get(0).path("config").path("shape");
        if (shape.size() < 3 || shape.size() > 5) {
            throw arguments.place().expected("a tensor of rank 3 to 5", shape);
        }
        return shape.size() - 2;
    }

    private static List<Integer> integers(JsonNode node, int rank, Place place) {
        return node.isArray() ? integers(node, place) : Collections.nCopies(rank, INTEGER.read(node, place));
    }

    private static List<Integer> integers(JsonNode node, Place place) {
        List<Integer> numbers = new ArrayList<>();
        node.forEach(number -> numbers.add(INTEGER.read(number, place)));
        return numbers;
    }

    private static ArrayNode list(List<Integer> numbers) {
        ArrayNode list = JSON.arrayNode();
        numbers.forEach(list::add);
        return list;
    }

    private static OperationCodec<ResizeImages> resize() {
        return new OperationCodec<>(
                "Resize",
                OperationCodec.MODULES + "image",
                ResizeImages.class,
                layer -> true,
                List.of("images"),
                false,
                (config, arguments) -> {
                    arguments.requireTensors(false);
                    List<Integer> size =
                            integers(config.get("size"), config.place().in("size"));
                    if (size.size() != 2) {
                        throw config.place().in("size").expected("a height and a width", config.get("size"));
                    }
                    config.requireDefault("crop_to_aspect_ratio", Set.of(JSON.booleanNode(false)));
                    config.requireDefault("pad_to_aspect_ratio", Set.of(JSON.booleanNode(false)));
                    // They tell what stands beside images that keep their aspect ratio.
                    config.ignore("fill_mode", "fill_value");
                    return new ResizeImages(
                            size.get(0),
                            size.get(1),
                            config.find("interpolation", OptionType.oneOf(Interpolation.class))
                                    .orElse(Interpolation.BILINEAR),
                            config.find("antialias", FLAG).orElse(false),
                            format(config));
                },
                (layer, config) -> {
                    config.set("size", list(List.of(layer.height(), layer.width())));
                    if (layer.interpolation() != Interpolation.BILINEAR) {
                        config.put("interpolation", layer.interpolation().name().toLowerCase(Locale.ROOT));
                    }
                    if (layer.antialias()) {
                        config.put("antialias", true);
                    }
                    write(layer.dataFormat(), config);
                    return TENSOR;
                });
    }
}
