using System.Globalization;

namespace Overread.Cli.Quality;

/// <summary>
/// Says how far a long run has come: one line that renews itself on a terminal, or a line per step. It stays silent for as
/// long as <paramref name="patience"/>, so that short runs print nothing.
/// </summary>
internal sealed class ProgressLine(TextWriter output, TimeProvider clock, TimeSpan patience, bool lines) : IDisposable
{
    private readonly long _start = clock.GetTimestamp();
    private int _shown;

    internal void Report(int done, int of, string what)
    {
        TimeSpan elapsed = clock.GetElapsedTime(_start);
        if (elapsed < patience)
        {
            return;
        }

        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{done} of {of}, {elapsed.TotalSeconds:F0} s: {what}"
        );
        output.Write(lines ? text + "\n" : "\r" + text.PadRight(_shown));
        _shown = lines ? 0 : text.Length;
    }

    public void Dispose()
    {
        if (_shown > 0)
        {
            output.Write("\r" + new string(' ', _shown) + "\r");
        }
    }
}
