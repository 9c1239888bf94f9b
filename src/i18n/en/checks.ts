/** Texts on what the numbers are held against: PyTorch, the paper, the source, a file of the reader's own. */
export const checks = {
  variant: {
    title: 'Paper and other code',
    running: 'Running the other variant',
    switch: 'Change to: {{variant}}',
    most: 'Largest difference, {{step}}',
    of: '{{most}} (values here to {{scale}})',
    otherShape: 'not there, or of another shape',
    map: 'Difference of the variants',
    mapAbout: 'What is shown minus the other variant.',
  },
  parity: {
    title: 'Parity with PyTorch',
    about:
      'Recordings of the PyTorch class are computed again in this browser, on every backend, and the largest difference is told.',
    measure: 'Measure here',
    all: 'All mechanisms',
    measureAll: 'Measure all {{count}} mechanisms',
    tableAbout:
      'The largest difference over all recorded outputs and intermediates of a mechanism, and what rounding is allowed there.',
    running: '{{backend}}: {{name}}, {{done}} of {{total}}',
    backend: 'Backend',
    output: 'Output',
    inner: 'Inside',
    agrees: 'agrees',
    differs: 'differs',
    where: 'at {{tensor}} [{{index}}], {{tolerance}} allowed',
    of: 'of {{tolerance}}',
    tensor: 'Tensor',
    difference: 'Difference',
    allowed: 'Allowed',
    rest_one: 'and {{count}} that is smaller',
    rest_other: 'and {{count}} that are smaller',
    fileRunning: '{{file}}: comparing with PyTorch on {{backend}}',
    fileAgrees_one: '{{file}}: {{count}} tensor agrees with PyTorch on {{backend}}.',
    fileAgrees_other: '{{file}}: all {{count}} tensors agree with PyTorch on {{backend}}.',
    fileDiffers_one: '{{file}}: {{count}} tensor was compared on {{backend}}, and it differs.',
    fileDiffers_other:
      '{{file}}: of {{count}} tensors compared on {{backend}}, some differ; are the arguments those of your module?',
    fileFailed: '{{file}} could not be compared on {{backend}}: {{why}}',
  },
  source: {
    title: 'Source',
    about: 'The very file that runs, and those that it imports.',
    imports: 'Imported files',
    back: 'Back to the mechanism',
  },
  file: {
    several: 'Which mechanism is it?',
    severalAbout: 'Names and shapes of {{file}} fit more than one.',
  },
};
