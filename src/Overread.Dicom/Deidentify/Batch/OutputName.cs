using System.Text;

namespace Overread.Dicom.Deidentify.Batch;

/// <summary>What a file or folder of the outputs is called.</summary>
internal static class OutputName
{
    /// <summary>A replacement as a name of a file; whatever is not a letter, a digit, a dot or a hyphen is left out.</summary>
    /// <param name="dataset">Holds it.</param>
    /// <param name="tag">Its element.</param>
    /// <param name="otherwise">The name where nothing is left of it, or more than 64 characters.</param>
    internal static string Of(Dataset dataset, Tag tag, string otherwise)
    {
        StringBuilder name = new();
        foreach (char c in dataset.GetText(tag) ?? "")
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '-')
            {
                name.Append(c);
            }
        }

        return name.Length is 0 or > 64 || name[0] == '.' ? otherwise : name.ToString();
    }
}
