package io.cornu.savedmodels.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** A JSON object while it is read: remembers which keys nobody has asked for. */
final class ConfigObject {
    private final Place place;
    private final JsonNode json;
    private final Set<String> unread = new LinkedHashSet<>();

    ConfigObject(Place place, JsonNode json) {
        if (!json.isObject()) {
            throw place.expected("an object", json);
        }
        this.place = place;
        this.json = json;
        json.fieldNames().forEachRemaining(unread::add);
    }

    Place place() {
        return place;
    }

    /** The value of a key; null counts as missing, as in Keras. */
    Optional<JsonNode> find(String key) {
        unread.remove(key);
        JsonNode value = json.get(key);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    JsonNode get(String key) {
        return find(key).orElseThrow(() -> place.error("expected '" + key + "', received none."));
    }

    /** The value of a key, JSON's null included, or empty if the key is missing. */
    Optional<JsonNode> findNullable(String key) {
        unread.remove(key);
        return Optional.ofNullable(json.get(key));
    }

    /** Whether a key is there with JSON's null; it does not count as read. */
    boolean isNull(String key) {
        JsonNode value = json.get(key);
        return value != null && value.isNull();
    }

    String text(String key) {
        JsonNode value = get(key);
        if (!value.isTextual()) {
            throw place.in(key).expected("a text", value);
        }
        return value.textValue();
    }

    <V> Optional<V> find(String key, OptionType<V> type) {
        return find(key).map(value -> type.read(value, place.in(key)));
    }

    ConfigObject object(String key) {
        return new ConfigObject(place.in(key), get(key));
    }

    /** Keys whose value does not matter here. */
    void ignore(String... keys) {
        for (String key : keys) {
            unread.remove(key);
        }
    }

    /** An option that only Keras has: any other value than null or its defaults would be dropped, so it is refused. */
    void requireDefault(String key, Set<JsonNode> defaults) {
        JsonNode value = find(key).orElse(NullNode.getInstance());
        if (!value.isNull() && !defaults.contains(value)) {
            throw place.error("expected option '" + key + "' of "
                    + (defaults.isEmpty()
                            ? "null"
                            : Place.text(defaults.iterator().next())) + ", received "
                    + Place.text(value) + ". This toolkit has no other; set it so in Keras and save again.");
        }
    }

    /** Refuses what nobody asked for, unless it says nothing. */
    void requireAllRead() {
        for (String key : Set.copyOf(unread)) {
            if (find(key).isPresent()) {
                throw place.error("expected options that this toolkit knows, received '" + Place.shortened(key) + "' = "
                        + Place.text(get(key)) + ". Take it away in Keras and save again.");
            }
        }
    }
}
