using Kubernetes.ModelGenerator;

if (args is not ["--openapi", var openApi, "--config", var config, "--output", var output])
{
    Console.Error.WriteLine("usage: --openapi <swagger.json> --config <models.json> --output <folder>");
    return 2;
}

var settings = GeneratorSettings.Load(config);
var document = OpenApiDocument.Load(openApi, settings);
var files = ModelWriter.Write(document, settings);
var changed = OutputFolder.Synchronize(output, files);
Console.WriteLine($"{files.Count} files, {changed} changed");
return 0;
