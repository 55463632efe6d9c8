/**
 * What the page needs once a model was chosen, or a letter brought: the form's questions, the scoring, the result. It
 * is fetched after the first view, which is there the sooner for it.
 */
export { earlierView, givenIn } from './earlier/earlier-view.ts';
export { factorsView } from './form/factors.ts';
export { assessResponse, liveAssessment } from './form/live.ts';
export { responseOf } from './form/response.ts';
export { sectionsOf } from './form/sections.ts';
export { announcement, standingView } from './form/standing.ts';
export { levelsIn } from './letter/levels.ts';
export { resultView } from './result/result-view.ts';
