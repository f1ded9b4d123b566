using System.Text.Json.Serialization;
using Overread.Dicom.Deidentify.Batch;

namespace Overread.Cli.Deidentification;

/// <summary>How a report is written as JSON; made when the tool is built, since a program that is compiled ahead cannot ask types.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(BatchReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
