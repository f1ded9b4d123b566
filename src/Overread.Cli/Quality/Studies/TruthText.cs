using Overread.Cli.Quality.Files;

namespace Overread.Cli.Quality.Studies;

/// <summary>Which words of a truth column mean diseased.</summary>
internal sealed class TruthText(string? diseased)
{
    private static readonly string[] s_ill = ["1", "yes", "true", "present", "positive", "diseased", "abnormal"];
    private static readonly string[] s_well = ["0", "no", "false", "absent", "negative", "healthy", "normal"];

    /// <summary>Whether a cell says diseased.</summary>
    /// <exception cref="FileError">The word is not known and no other was declared.</exception>
    internal bool Read(string path, long line, ReadOnlySpan<char> cell)
    {
        string word = cell.ToString();
        if (diseased is not null)
        {
            return word.Equals(diseased, StringComparison.OrdinalIgnoreCase);
        }

        bool ill = s_ill.Contains(word, StringComparer.OrdinalIgnoreCase);
        if (!ill && !s_well.Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            throw new FileError(
                path,
                line,
                $"'{word}' is neither diseased ({string.Join(", ", s_ill)}) nor not ({string.Join(", ", s_well)}); say which word means diseased with --diseased."
            );
        }

        return ill;
    }
}
