using Overread.Deidentification.Patients;
using Overread.Deidentification.Patients.Files;
using Overread.Deidentification.Pseudonyms;

namespace Overread.Cli.Deidentification;

/// <summary>
/// A crosswalk in a file that its owner alone may read: it names patients. It belongs where the key is. Never half written:
/// the new one takes the old one's place whole.
/// </summary>
internal static class CrosswalkFile
{
    /// <summary>Reads a crosswalk; knows nobody where there is no file.</summary>
    /// <exception cref="InvalidDataException">The file holds none; the message says which line.</exception>
    internal static Crosswalk Read(string path)
    {
        if (!File.Exists(path))
        {
            return Crosswalk.Empty;
        }

        try
        {
            return CrosswalkDocument.Read(File.ReadLines(path));
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"{path}, {e.Message}");
        }
    }

    /// <summary>Writes a crosswalk with mode 0600.</summary>
    internal static void Write(string path, Crosswalk crosswalk)
    {
        string fresh = path + ".new";
        File.Delete(fresh);
        SecretFile.Write(fresh, string.Join('\n', CrosswalkDocument.Write(crosswalk)) + "\n");
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Adds the decisions of files, or none where one of them has a problem or they lead in a circle.</summary>
    /// <exception cref="InvalidDataException">What is wrong, by file, line and column or field; never with a value.</exception>
    internal static Crosswalk With(Crosswalk crosswalk, IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            DecisionReading read = DecisionFile.Read(File.ReadAllBytes(file));
            if (read.Problems.Count > 0)
            {
                throw new InvalidDataException(
                    $"{file}, nothing was taken: "
                        + string.Join("; ", read.Problems.Take(20))
                        + (read.Problems.Count > 20 ? $"; and {read.Problems.Count - 20} more" : "")
                );
            }

            crosswalk = crosswalk.With(read.Decisions);
            if (crosswalk.MergeConflicts > 0)
            {
                throw new InvalidDataException(
                    $"{file}, nothing was taken: with it {crosswalk.MergeConflicts} merges lead in a circle or merge one number into two"
                );
            }
        }

        return crosswalk;
    }
}
