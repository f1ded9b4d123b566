namespace Overread.Learning.Inference;

/// <summary>An input or output of a model: numbers, or texts where its type is BYTES.</summary>
/// <param name="Name">Its name, as the model's metadata has it.</param>
/// <param name="Datatype">BOOL, UINT8 … UINT64, INT8 … INT64, FP32, FP64 or BYTES.</param>
/// <param name="Shape">Its dimensions, each at least 0.</param>
/// <param name="Numbers">Values in row-major order, as many as the shape says; empty where it holds texts. BOOL is 0 or 1.</param>
/// <param name="Texts">Texts in row-major order; empty where it holds numbers.</param>
public sealed record InferenceTensor(
    string Name,
    string Datatype,
    IReadOnlyList<long> Shape,
    IReadOnlyList<double> Numbers,
    IReadOnlyList<string> Texts
)
{
    /// <summary>A tensor of numbers.</summary>
    public static InferenceTensor Of(
        string name,
        string datatype,
        IReadOnlyList<long> shape,
        IReadOnlyList<double> numbers
    ) => new(name, datatype, shape, numbers, []);

    /// <summary>A tensor of texts.</summary>
    public static InferenceTensor OfTexts(string name, IReadOnlyList<long> shape, IReadOnlyList<string> texts) =>
        new(name, "BYTES", shape, [], texts);
}
