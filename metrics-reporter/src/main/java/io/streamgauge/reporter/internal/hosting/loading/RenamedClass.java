package io.streamgauge.reporter.internal.hosting.loading;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads the bytes of a class under another name (JVM specification, chapter 4.4). */
final class RenamedClass {

  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private RenamedClass() {}

  /**
   * Returns the class file of {@code type}, in which every reference to itself has another name.
   *
   * @param name in the form of {@link Class#getName()}
   */
  static byte[] bytes(Class<?> type, String name) throws IOException {
    String before = type.getName().replace('.', '/');
    String after = name.replace('.', '/');
    ByteArrayOutputStream renamed = new ByteArrayOutputStream();
    try (InputStream file = type.getResourceAsStream(type.getSimpleName() + ".class")) {
      if (file == null) {
        throw new IOException("No class file of " + type.getName());
      }
      DataInputStream input = new DataInputStream(file);
      DataOutputStream output = new DataOutputStream(renamed);
      output.write(input.readNBytes(8));
      int constants = input.readUnsignedShort();
      output.writeShort(constants);
      for (int i = 1; i < constants; i++) {
        int tag = input.readUnsignedByte();
        output.writeByte(tag);
        if (tag == UTF8) {
          output.writeUTF(input.readUTF().replace(before, after));
        } else {
          output.write(input.readNBytes(length(tag)));
        }
        // These take two places each.
        i += tag == LONG || tag == DOUBLE ? 1 : 0;
      }
      output.write(input.readAllBytes());
    }
    return renamed.toByteArray();
  }

  private static int length(int tag) {
    switch (tag) {
      case LONG:
      case DOUBLE:
        return 8;
      case 7: // class
      case 8: // string
      case 16: // method type
      case 19: // module
      case 20: // package
        return 2;
      case 15: // method handle
        return 3;
      default:
        return 4;
    }
  }
}
