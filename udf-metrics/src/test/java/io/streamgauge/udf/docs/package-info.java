/** The snippets of docs/instrumentation.md, as code that is compiled. */
package io.streamgauge.udf.docs;
