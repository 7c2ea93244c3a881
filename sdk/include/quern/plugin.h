/* The Quern plugin ABI, version 1.0: everything that crosses the boundary between the host and a plugin.
 *
 * Plain C. No exception, allocator or C++ type crosses. The rules:
 *  - A plugin is an ELF shared library that exports exactly one symbol, quern_plugin_entry, which returns a
 *    static descriptor. It is loaded once and never unloaded.
 *  - Every struct begins with its own size in bytes as the writer of the struct was compiled. Fields are only
 *    ever appended; a reader looks at a field only if struct_size covers it.
 *  - Same major version: works. The plugin's minor version may be older or newer than the host's.
 *  - Strings are UTF-8, zero-terminated, and borrowed for the duration of the call unless said otherwise.
 *  - Functions return a quern_status. A function that fails has called host->diagnostic at least once with
 *    severity QUERN_SEVERITY_ERROR before it returns.
 *  - A function may be called from any thread; one session is used by one thread at a time.
 */
#ifndef QUERN_PLUGIN_H
#define QUERN_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define QUERN_PLUGIN_MAGIC 0x4E525551u /* "QURN", little-endian */
#define QUERN_ABI_MAJOR 1
#define QUERN_ABI_MINOR 0

typedef int32_t quern_status;
enum {
  QUERN_OK = 0,
  QUERN_ERROR_ARGUMENT = 1,    /* an option or a call's argument is wrong */
  QUERN_ERROR_INPUT = 2,       /* a model or data file is damaged or contradicts itself */
  QUERN_ERROR_UNSUPPORTED = 3, /* well-formed, but outside of what this plugin handles */
  QUERN_ERROR_IO = 4,          /* reading or writing failed */
  QUERN_ERROR_CANCELLED = 5,   /* the host asked to stop */
  QUERN_ERROR_MEMORY = 6,      /* not enough memory */
  QUERN_ERROR_INTERNAL = 7     /* a bug in the plugin */
};

enum { QUERN_SEVERITY_NOTE = 0, QUERN_SEVERITY_WARNING = 1, QUERN_SEVERITY_ERROR = 2 };

/* One thing to tell the user. Null pointers mean "not applicable". */
typedef struct quern_diagnostic {
  uint32_t struct_size;
  int32_t severity;    /* QUERN_SEVERITY_* */
  const char* message; /* what is the matter, a sentence */
  const char* where;   /* file, file:line, or node name */
  const char* op_type; /* operator concerned, used for grouping */
  const char* source;  /* layer of the original model */
  const char* hint;    /* what to do next, a sentence */
} quern_diagnostic;

/* What the host offers to every call. */
typedef struct quern_host {
  uint32_t struct_size;
  uint32_t threads; /* how many threads the call may use, at least 1 */
  void* context;    /* handed back in the callbacks below */
  void (*diagnostic)(void* context, const quern_diagnostic* diagnostic);
  /* fraction in [0, 1] of the work done; a result other than 0 asks the plugin to stop soon and return
   * QUERN_ERROR_CANCELLED. May be null. */
  int32_t (*progress)(void* context, double fraction, const char* what);
} quern_host;

/* ---- Options ------------------------------------------------------------------------------------- */

enum {
  QUERN_OPTION_BOOL = 0,  /* "true" or "false" */
  QUERN_OPTION_INT = 1,   /* decimal */
  QUERN_OPTION_FLOAT = 2, /* decimal or scientific, "." as separator */
  QUERN_OPTION_STRING = 3,
  QUERN_OPTION_ENUM = 4 /* one of `choices` */
};

/* Declares one option. YAML validation, --help and the reference page are made from this. */
typedef struct quern_option {
  uint32_t struct_size;
  int32_t type;              /* QUERN_OPTION_* */
  const char* name;          /* lower_snake_case */
  const char* default_value; /* in the text form of `type` */
  const char* minimum;       /* inclusive, INT and FLOAT only; null: unbounded */
  const char* maximum;       /* inclusive, INT and FLOAT only; null: unbounded */
  const char* choices;       /* ENUM only: names separated by '|' */
  const char* help;          /* one line */
} quern_option;

/* A value for an option, already checked by the host against the option's declaration. The host always
 * passes a value for every declared option. */
typedef struct quern_option_value {
  const char* name;
  const char* value;
} quern_option_value;

/* ---- Data ---------------------------------------------------------------------------------------- */

/* A dense little-endian tensor in row-major order of `dims`. data_type is onnx.TensorProto.DataType. */
typedef struct quern_tensor {
  uint32_t struct_size;
  int32_t data_type;
  const char* name;
  const int64_t* dims;
  uint64_t rank;
  const void* data;
  uint64_t size; /* bytes */
} quern_tensor;

/* Receives the bytes of an artefact: write() appends to the file called `name` (no directory part) of the
 * artefact being made. The host makes the files appear atomically, and only if the whole call succeeds. */
typedef struct quern_sink {
  uint32_t struct_size;
  void* context;
  quern_status (*write)(void* context, const char* name, const void* data, uint64_t size);
} quern_sink;

/* Receives a list of strings, or text line by line. */
typedef struct quern_text_sink {
  uint32_t struct_size;
  void* context;
  void (*add)(void* context, const char* text);
} quern_text_sink;

/* ---- Plugin kinds -------------------------------------------------------------------------------- */

enum { QUERN_KIND_FRONTEND = 1, QUERN_KIND_QUANT = 2, QUERN_KIND_TARGET = 3, QUERN_KIND_RUNTIME = 4 };

/* Fixes the shape of an input whose shape the model leaves open. */
typedef struct quern_shape_binding {
  const char* name;
  const int64_t* dims;
  uint64_t rank;
} quern_shape_binding;

typedef struct quern_convert_request {
  uint32_t struct_size;
  uint32_t file_count;
  const char* const* files;          /* the model and its companions, as the user named them */
  const quern_shape_binding* inputs; /* shapes bound by the user */
  uint64_t input_count;
  const char* const* outputs; /* tensors to end the graph at; none: the model's own outputs */
  uint64_t output_count;
  const quern_option_value* options;
  uint64_t option_count;
} quern_convert_request;

/* kind QUERN_KIND_FRONTEND: model files to ONNX. */
typedef struct quern_frontend {
  uint32_t struct_size;
  /* How sure this frontend is, 0 to 100, that the files are its format. Looks at content. */
  int32_t (*sniff)(const quern_host* host, const char* const* files, uint32_t file_count);
  /* Writes "model.onnx" (and weights beside it): ONNX opset 17, graph inputs with their shapes bound.
   * Shape arithmetic may remain; the host folds it. */
  quern_status (*convert)(const quern_host* host, const quern_convert_request* request,
                          const quern_sink* sink);
  /* The operators of the source format that it translates. */
  quern_status (*operators)(const quern_host* host, const quern_text_sink* sink);
} quern_frontend;

/* What calibration knows about one tensor after all data was seen. */
typedef struct quern_statistics {
  uint32_t struct_size;
  uint32_t bin_count; /* bins of each histogram */
  const char* tensor;
  double minimum, maximum;
  uint64_t count;           /* elements seen, NaN excluded */
  uint64_t zeros;           /* elements equal to zero; they are in no bin */
  double bin_width;         /* bin i holds |x| in [i, i+1) * bin_width */
  const uint64_t* negative; /* histogram of |x| for x < 0 */
  const uint64_t* positive; /* histogram of |x| for x > 0 */
} quern_statistics;

/* kind QUERN_KIND_QUANT: statistics of one tensor to one threshold. */
typedef struct quern_quant {
  uint32_t struct_size;
  /* The threshold t > 0: values are clipped to [-t, t], or [0, t] where minimum >= 0. */
  quern_status (*threshold)(const quern_host* host, const quern_statistics* statistics,
                            const quern_option_value* options, uint64_t option_count, double* threshold);
} quern_quant;

/* One line of calibration.yaml. */
typedef struct quern_calibration {
  const char* tensor;
  double threshold;   /* > 0 */
  int32_t is_signed;  /* 0: the tensor is never negative */
  int32_t keep_float; /* 1: the user wants this tensor's producer in float */
} quern_calibration;

typedef struct quern_compile_request {
  uint32_t struct_size;
  int32_t quantise;  /* 0: compile in float */
  const char* model; /* path of the canonical fp32.onnx */
  const char* name;  /* name of the network, used for file names */
  const quern_calibration* calibration;
  uint64_t calibration_count;
  const quern_option_value* options;
  uint64_t option_count;
} quern_compile_request;

/* Work on program files. The verbs:
 *   "info"         one file to text: networks, inputs and outputs, memory, amount of code
 *   "verify"       one file: fails with one diagnostic for everything that is wrong
 *   "diff"         two files to one line of text for each difference; no text: the same program
 *   "extract"      one file to several, one for each network and input shape
 *   "combine"      several files to the one called `name`
 *   "disassemble"  one file to the text of its instructions
 * A target that does not know a verb returns QUERN_ERROR_UNSUPPORTED. */
typedef struct quern_tool_request {
  uint32_t struct_size;
  uint32_t file_count;
  const char* verb;
  const char* const* files;    /* as the user named them */
  const char* name;            /* of the file to write, no directory part; null where there is none */
} quern_tool_request;

/* kind QUERN_KIND_TARGET: canonical ONNX and thresholds to a program. */
typedef struct quern_target {
  uint32_t struct_size;
  /* Writes "int8.onnx", the target's program files, and "compile.json" (what became integer, what stayed
   * float and why). */
  quern_status (*compile)(const quern_host* host, const quern_compile_request* request,
                          const quern_sink* sink);
  quern_status (*operators)(const quern_host* host, const quern_text_sink* sink);
  /* How sure this target is, 0 to 100, that the file is one of its programs. Looks at content. Null, like
   * `tool`: this target has no tools for its programs. */
  int32_t (*sniff)(const quern_host* host, const char* file);
  quern_status (*tool)(const quern_host* host, const quern_tool_request* request, const quern_sink* sink,
                       const quern_text_sink* text);
} quern_target;

typedef struct quern_session quern_session; /* opaque, owned by the plugin */

/* Receives tensors while or after a run. `tensor` is borrowed for the call. */
typedef struct quern_tensor_sink {
  uint32_t struct_size;
  void* context;
  void (*add)(void* context, const quern_tensor* tensor);
} quern_tensor_sink;

enum {
  /* Observed tensors may be handed over with their elements in any order (statistics do not care). */
  QUERN_OPEN_UNORDERED = 1
};

typedef struct quern_open_request {
  uint32_t struct_size;
  uint32_t flags;             /* QUERN_OPEN_* */
  const char* artefact;       /* path */
  const char* const* observe; /* tensors that every run hands to its observer */
  uint64_t observe_count;
  const quern_option_value* options;
  uint64_t option_count;
} quern_open_request;

/* kind QUERN_KIND_RUNTIME: executes an artefact. */
typedef struct quern_runtime {
  uint32_t struct_size;
  /* How sure this runtime is, 0 to 100, that it can execute the artefact. Looks at content. */
  int32_t (*sniff)(const quern_host* host, const char* artefact);
  quern_status (*open)(const quern_host* host, const quern_open_request* request, quern_session** session);
  /* Describes inputs and outputs, in order: tensors with data = null; a dimension of -1 is not known. */
  quern_status (*describe)(quern_session* session, const quern_tensor_sink* inputs,
                           const quern_tensor_sink* outputs);
  /* Inputs in any order, matched by name. `observer` may be null. */
  quern_status (*run)(const quern_host* host, quern_session* session, const quern_tensor* inputs,
                      uint64_t input_count, const quern_tensor_sink* outputs,
                      const quern_tensor_sink* observer);
  void (*close)(quern_session* session);
  quern_status (*operators)(const quern_host* host, const quern_text_sink* sink);
} quern_runtime;

/* ---- The descriptor ------------------------------------------------------------------------------ */

typedef struct quern_plugin {
  uint32_t magic;     /* QUERN_PLUGIN_MAGIC */
  uint16_t abi_major; /* QUERN_ABI_MAJOR */
  uint16_t abi_minor; /* QUERN_ABI_MINOR */
  uint32_t struct_size;
  int32_t kind;        /* QUERN_KIND_* */
  const char* name;    /* unique within its kind, e.g. "onnx" */
  const char* version; /* of the plugin, "major.minor.patch" */
  const char* summary; /* one line */
  const quern_option* options;
  uint64_t option_count;
  const void* functions; /* quern_frontend, quern_quant, quern_target or quern_runtime, by kind */
} quern_plugin;

/* Besides the descriptor a plugin carries the same facts as text in the ELF section ".quern.manifest":
 * lines "key=value" with the keys abi, kind, name, version and summary. The host reads it without loading
 * the library, so that a plugin that cannot be loaded is still listed, with the reason. */
#define QUERN_MANIFEST_SECTION ".quern.manifest"
#define QUERN_ENTRY_SYMBOL "quern_plugin_entry"

#if defined(__GNUC__)
#define QUERN_EXPORT __attribute__((visibility("default")))
#else
#define QUERN_EXPORT
#endif

QUERN_EXPORT const quern_plugin* quern_plugin_entry(void);

#ifdef __cplusplus
}
#endif

#endif
