export const styled = Promise.resolve();
export const Page = { props: ['said','answer','about','reply','room'], template: `<div><h1>hi</h1><pre>{{ said }}</pre><p>{{ answer.length }}</p><button @click="$emit('ask',{levers:{art21_platform_grants:30}})">go</button></div>` };
