using Overread.Deidentification.Patients;
using Overread.Deidentification.Pseudonyms;
using Overread.Server.Composition;

namespace Overread.Server.Features.Keys.Contracts;

/// <summary>
/// The crosswalk of a project under one key: what was decided about its patients, and whose pseudonym was given out. It
/// names patients, so that it lies in the vault beside the key, readable by the owner alone, and goes with the key when that
/// is destroyed.
/// </summary>
internal sealed class PatientVault(DataFolder folder)
{
    private readonly Lock _gate = new();

    /// <summary>What is known; nobody where nothing was decided and nothing has passed the gate under this key.</summary>
    /// <exception cref="InvalidDataException">The file is damaged; the message says which line and no value.</exception>
    public Crosswalk Read(string project, string fingerprint)
    {
        string file = FileOf(folder, project, fingerprint);
        lock (_gate)
        {
            try
            {
                return File.Exists(file) ? CrosswalkDocument.Read(File.ReadLines(file)) : Crosswalk.Empty;
            }
            catch (FormatException e)
            {
                throw new InvalidDataException($"The vault's crosswalk of key {fingerprint} is damaged, {e.Message}.");
            }
        }
    }

    /// <summary>Notes whose pseudonym is given out; durable when it returns. Who is known keeps what he has.</summary>
    public void Release(string project, string fingerprint, IReadOnlyList<ReleasedPatient> more) =>
        Change(project, fingerprint, crosswalk => crosswalk.Release(more));

    /// <summary>Changes what is known in one step; durable when it returns.</summary>
    /// <returns>What is known from now on.</returns>
    public Crosswalk Change(string project, string fingerprint, Func<Crosswalk, Crosswalk> change)
    {
        string file = FileOf(folder, project, fingerprint);
        lock (_gate)
        {
            Crosswalk before = Read(project, fingerprint);
            Crosswalk after = change(before);
            if (!after.Released.SequenceEqual(before.Released) || !after.Decisions.SequenceEqual(before.Decisions))
            {
                string fresh = file + ".new";
                File.Delete(fresh);
                SecretFile.Write(fresh, string.Join('\n', CrosswalkDocument.Write(after)) + "\n");
                File.Move(fresh, file, overwrite: true);
            }

            return after;
        }
    }

    /// <summary>Forgets a patient, by the pseudonym that was given out: number, name and every decision about them.</summary>
    /// <param name="project">The project.</param>
    /// <param name="key">Its key, under which the pseudonym was made.</param>
    /// <param name="pseudonym">The pseudonym.</param>
    public void Forget(string project, ProjectKey key, string pseudonym)
    {
        PatientPseudonyms pseudonyms = new(key);
        Change(
            project,
            key.Fingerprint,
            crosswalk =>
            {
                List<ReleasedPatient> gone =
                [
                    .. crosswalk.Released.Where(r => pseudonyms.Replace(r.Seed.Id, r.Seed.Issuer) == pseudonym),
                ];
                bool About(PatientReference whom) => gone.Exists(g => whom.Identity == g.Seed || whom.Means(g.Patient));
                return new Crosswalk(
                    [.. crosswalk.Decisions.Where(d => !About(d.One) && !About(d.Other))],
                    [.. crosswalk.Released.Except(gone)]
                );
            }
        );
    }

    /// <summary>Where the crosswalk of a key lies.</summary>
    public static string FileOf(DataFolder folder, string project, string fingerprint) =>
        Path.Combine(folder.Vault, $"project-{project}-{fingerprint}.crosswalk");
}
