namespace Overread.Learning.Inference;

/// <summary>What a server says of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version that was asked for; null for whichever the server chooses.</param>
/// <param name="Versions">Versions that the server has; empty where it does not say.</param>
/// <param name="Platform">What runs it, such as <c>onnxruntime_onnx</c>; "" where it does not say.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Outputs">What it gives.</param>
public sealed record ModelMetadata(
    string Name,
    string? Version,
    IReadOnlyList<string> Versions,
    string Platform,
    IReadOnlyList<TensorMetadata> Inputs,
    IReadOnlyList<TensorMetadata> Outputs
);
