using Overread.Deidentification.Pseudonyms;
using Overread.Server.Composition;
using Overread.Server.Features.Keys.Contracts;

namespace Overread.Server.Features.Keys;

/// <summary>The project keys as files of the vault, named after project and fingerprint, readable by the owner alone.</summary>
internal sealed class KeyVault(DataFolder folder)
{
    /// <summary>The key, or null where the vault does not have it (any more).</summary>
    /// <exception cref="InvalidDataException">The file holds another key than its name says.</exception>
    public ProjectKey? Find(string project, string fingerprint)
    {
        string file = FileOf(project, fingerprint);
        if (!File.Exists(file))
        {
            return null;
        }

        ProjectKey key = ProjectKey.FromHex(File.ReadAllText(file));
        return key.Fingerprint == fingerprint
            ? key
            : throw new InvalidDataException($"The vault's file for key {fingerprint} holds another key.");
    }

    /// <summary>Keeps a key; durable when it returns.</summary>
    public void Keep(string project, ProjectKey key)
    {
        string file = FileOf(project, key.Fingerprint);
        string fresh = file + ".new";
        File.Delete(fresh);
        SecretFile.Write(fresh, key.ToHex() + "\n");
        File.Move(fresh, file, overwrite: true);
    }

    /// <summary>Erases the key, and who is who under it; nothing where they are gone already.</summary>
    public void Destroy(string project, string fingerprint)
    {
        string file = FileOf(project, fingerprint);
        if (File.Exists(file))
        {
            DataFolder.EraseSecret(file);
        }

        string crosswalk = PatientVault.FileOf(folder, project, fingerprint);
        if (File.Exists(crosswalk))
        {
            DataFolder.EraseSecret(crosswalk);
        }
    }

    private string FileOf(string project, string fingerprint) =>
        Path.Combine(folder.Vault, $"project-{project}-{fingerprint}.key");
}
