using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Configuration;

namespace Instance.Tests.Server;

/// <summary>The file that the operator's tests prove it writes (InstanceConfigurationTests), read with the instance's own records.</summary>
public sealed class ConfigurationContractTests
{
    [Fact]
    public void Read_TheContract_LosesNothing()
    {
        var text = File.ReadAllText(Golden());
        var wanted = JsonNode.Parse(text)!;

        var read = JsonSerializer.Deserialize(text, ConfigurationJson.Default.InstanceConfiguration)!;

        JsonNode.DeepEquals(JsonSerializer.SerializeToNode(read, ConfigurationJson.Default.InstanceConfiguration), wanted).ShouldBeTrue();
        ConfigurationCheck.Run(read).ShouldBeEmpty();
    }

    private static string Golden()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "tests", "contracts", "instance.json") is var file && File.Exists(file))
                return file;
        }

        throw new InvalidOperationException("The tests do not run inside a checkout.");
    }
}
