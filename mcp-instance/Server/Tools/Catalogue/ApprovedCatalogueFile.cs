using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpTenants.Instance.Tools.Catalogue;

/// <summary>
/// The approved list on the data volume, kept each time the tools match the pin: a digest alone cannot say later what has changed. It is a cache and no
/// authority, since its own digest must equal the pin before it is used.
/// </summary>
internal sealed partial class ApprovedCatalogueFile(string file, ILogger logger)
{
    public ToolCatalogue? Read()
    {
        try
        {
            if (!File.Exists(file))
                return null;
            var tools = JsonSerializer.Deserialize(File.ReadAllBytes(file), CatalogueJson.Default.DictionaryStringString);
            return tools is null ? null : ToolCatalogue.Of(tools); // The digest is computed, never read.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            LogUnusable(e);
            return null;
        }
    }

    public void Write(ToolCatalogue catalogue)
    {
        try
        {
            var temporary = file + ".new";
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(new(catalogue.Tools, StringComparer.Ordinal), CatalogueJson.Default.DictionaryStringString));
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnusable(e); // Drift is still noticed, only not explained.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The record of the approved tools cannot be used")]
    private partial void LogUnusable(Exception exception);
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
