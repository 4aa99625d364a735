package io.streamgauge.udf.gcs;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the JSON of a lookup must be, and how entries are read from it. */
enum JsonShape {
  /** An object: its members are the entries. */
  MAP("an object") {
    @Override
    void read(JsonReader json, Map<String, String> entries) throws IOException {
      json.beginObject();
      while (json.hasNext()) {
        String key = json.nextName();
        String value = value(json);
        if (value != null && entries.put(key, value) != null) {
          throw new MalformedJsonException("the key '" + key + "' is there twice");
        }
      }
      json.endObject();
    }
  },

  /** An array: each element is an entry, with itself as its value. */
  SET("an array") {
    @Override
    void read(JsonReader json, Map<String, String> entries) throws IOException {
      json.beginArray();
      while (json.hasNext()) {
        String element = value(json);
        if (element != null) {
          entries.put(element, element);
        }
      }
      json.endArray();
    }
  };

  private static final TypeAdapter<JsonElement> ANY = new Gson().getAdapter(JsonElement.class);

  private final String expected;

  JsonShape(String expected) {
    this.expected = expected;
  }

  abstract void read(JsonReader json, Map<String, String> entries) throws IOException;

  /**
   * The entries: texts as they are, everything else as its JSON; what is null is no entry.
   *
   * @throws IOException if these bytes are not JSON in UTF-8, or of another shape, or hold a key
   *     twice; the message says where, and quotes no value
   */
  Map<String, String> entries(byte[] content) throws IOException {
    try (JsonReader json = reader(content)) {
      if (json.peek() != expectedToken()) {
        throw new MalformedJsonException("it must be " + expected + ", not " + json.peek());
      }
      Map<String, String> entries = new HashMap<>();
      read(json, entries);
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("something follows " + expected);
      }
      return entries;
    } catch (EOFException e) {
      throw new IOException("it ends too early, after " + content.length + " bytes", e);
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8", e);
    } catch (JsonParseException | IllegalStateException | NumberFormatException e) {
      throw new IOException("it is no JSON that can be read", e);
    }
  }

  private JsonToken expectedToken() {
    return this == MAP ? JsonToken.BEGIN_OBJECT : JsonToken.BEGIN_ARRAY;
  }

  private static JsonReader reader(byte[] content) {
    InputStream bytes = new ByteArrayInputStream(content);
    return new JsonReader(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()));
  }

  private static @Nullable String value(JsonReader json) throws IOException {
    switch (json.peek()) {
      case NULL:
        json.nextNull();
        return null;
      case STRING:
      case NUMBER:
        // A number as it is written.
        return json.nextString();
      default:
        return ANY.read(json).toString();
    }
  }
}
