using System.Text.Json;
using McpTenants.Authorization;

namespace McpTenants.Instance.Configuration;

/// <summary>Reads instance.json and jwks.json, and tells cheaply whether they have changed.</summary>
/// <param name="folder">Folder of both.</param>
/// <param name="also">Stamp of whatever else the state is made from.</param>
internal sealed class ConfigurationFiles(string folder, Func<long>? also = null)
{
    private readonly string instanceFile = Path.Combine(folder, "instance.json");
    private readonly string keysFile = Path.Combine(folder, "jwks.json");

    /// <summary>
    /// Stamp of both files. A mounted ConfigMap is replaced by swapping a symbolic link, which changes the time that stat reports; so two stats replace a
    /// file-system watcher, which would cost a thread and milliseconds at start.
    /// </summary>
    public (long Instance, long Keys) Stamp() => (HashCode.Combine(FileStamp.Of(instanceFile), also?.Invoke() ?? 0), FileStamp.Of(keysFile));

    /// <exception cref="InvalidDataException">A file is missing or wrong; the message names the file and never quotes it.</exception>
    public (InstanceConfiguration Configuration, JsonWebKeySet Keys) Read()
    {
        try
        {
            var configuration = JsonSerializer.Deserialize(File.ReadAllBytes(instanceFile), ConfigurationJson.Default.InstanceConfiguration)
                ?? throw new InvalidDataException("instance.json is empty.");
            var problems = ConfigurationCheck.Run(configuration);
            if (problems.Count > 0)
                throw new InvalidDataException("instance.json: " + string.Join(" ", problems));
            var keys = File.Exists(keysFile) ? JsonWebKeySet.Parse(File.ReadAllBytes(keysFile)) : JsonWebKeySet.Empty;
            return (configuration, keys);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"instance.json is not valid at line {e.LineNumber + 1}, {e.Path}.", e);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("jwks.json: " + e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The configuration in {folder} cannot be read: {e.GetType().Name}.", e);
        }
    }
}
