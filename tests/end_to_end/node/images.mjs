// Plays a program that uses the OpenAI SDK. Prints what it got, as one JSON object.
// Arguments: base URL with the vendors below it, API key, path of a PNG.
import { createReadStream, readFileSync } from "node:fs";
import OpenAI, { toFile } from "openai";

const [url, apiKey, picture] = process.argv.slice(2);
const prompt = "A paper boat on a quiet pond at dawn";
const sent = [];

const client = (vendor, key = apiKey) =>
  new OpenAI({
    apiKey: key,
    baseURL: `${url}/${vendor}/v1`,
    fetch: (target, init) => {
      sent.push({ vendor, isStream: init.body instanceof ReadableStream });
      return fetch(target, init);
    },
  });

const failure = async (call) => {
  try {
    await call();
  } catch (error) {
    return { name: error.constructor.name, status: error.status, code: error.code, message: error.message };
  }
  return null;
};

const applerouter = client("applerouter");
const powertokens = client("powertokens");
const content = [{ text: prompt }];

const results = {
  generated: await applerouter.images.generate({
    model: "qwen-image-plus",
    prompt,
    input: { messages: [{ role: "user", content }] },
    parameters: { size: "1104*1472" },
  }),
  edited: await applerouter.images.edit({
    image: createReadStream(picture),
    prompt,
    n: 2,
    size: "512x512",
  }),
  fused: await powertokens.images.edit({
    image: [createReadStream(picture), createReadStream(picture)],
    model: "qwen-image-2.0-pro",
    prompt,
    size: "512*768",
    response_format: "b64_json",
  }),
  edited_by_post: await powertokens.post("/images/edits", {
    body: { model: "wan2.7-image-pro", prompt, n: 2 },
  }),
  retried: await client("applerouter", `sk-scenario-rate-limited.${apiKey}`).images.edit({
    image: await toFile(readFileSync(picture), "picture.png"), // the SDK never retries a stream
    prompt,
  }),
  refused: await failure(() =>
    applerouter.images.edit({ image: createReadStream(picture), prompt, n: 11 }),
  ),
  unauthorized: await failure(() =>
    client("powertokens", "sk-invalid").images.edit({ image: createReadStream(picture), prompt }),
  ),
  overloaded: await failure(() =>
    client("applerouter", `sk-scenario-overloaded.${apiKey}`).images.edit(
      { image: createReadStream(picture), prompt },
      { maxRetries: 0 },
    ),
  ),
};
console.log(JSON.stringify({ ...results, sent }));
