package io.cornu.savedmodels.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Makes a tree of what a parser finds. Jackson's own mapper does so too, but takes a fifth of a second to get ready. */
final class JsonTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonTree() {}

    static JsonNode read(String where, JsonParser parser) throws IOException {
        JsonNode document = MissingNode.getInstance();
        Deque<ContainerNode<?>> open = new ArrayDeque<>();
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isStructEnd()) {
                open.pop();
            } else if (token != JsonToken.FIELD_NAME) {
                JsonNode node = node(parser, token);
                if (!open.isEmpty()) {
                    add(node, open.element(), parser);
                } else if (document.isMissingNode()) {
                    document = node;
                } else {
                    throw new MalformedFileException(where, "expected a JSON document: Trailing tokens after its end.");
                }
                if (token.isStructStart()) {
                    open.push((ContainerNode<?>) node);
                }
            }
        }
        if (document.isMissingNode()) {
            throw new MalformedFileException(where, "expected a JSON document, received nothing.");
        }
        return document;
    }

    private static void add(JsonNode node, ContainerNode<?> parent, JsonParser parser) throws IOException {
        if (parent instanceof ObjectNode object) {
            object.set(parser.currentName(), node);
        } else {
            ((ArrayNode) parent).add(node);
        }
    }

    private static JsonNode node(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> NODES.objectNode();
            case START_ARRAY -> NODES.arrayNode();
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new IllegalStateException("no token of JSON: " + token);
        };
    }
}
