namespace Overread.Learning.Inference;

/// <summary>What a model says of an input or output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Datatype">Its type, as the protocol writes it.</param>
/// <param name="Shape">Its dimensions; -1 for one of any size.</param>
public sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<long> Shape);
