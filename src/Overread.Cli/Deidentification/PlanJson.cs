using System.Text.Json;
using System.Text.Json.Serialization;
using Overread.Dicom.Deface;
using Overread.Dicom.PixelText;

namespace Overread.Cli.Deidentification;

/// <summary>How lists of boxes and of cuts are written as JSON and read again.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PixelPlan))]
internal sealed partial class PixelPlanJson : JsonSerializerContext;

/// <summary>The same for cuts, whose enumerations are words.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(FacePlan))]
internal sealed partial class FacePlanJson : JsonSerializerContext;
