namespace Overread.Learning.Inference;

/// <summary>Whether a model can be asked at this moment, and what it says of itself.</summary>
/// <param name="Health">Whether it can be asked.</param>
/// <param name="Said">What it takes and gives; null where it cannot be asked.</param>
public sealed record ModelLook(ModelHealth Health, ModelMetadata? Said);
